package io.barnabas.admin.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * Defines the classes of {@code src/bridge/java} beside {@code Admin} and makes an {@link
 * AdminResults} of their static methods.
 *
 * <p>Several copies of this library may share one kafka-clients, each in a class loader of its own:
 * the first one defines the classes, the others find them. Hence two rules. The classes name only
 * types of the JDK and of kafka-clients, whose loader need not see ours. And once released, a class
 * is not changed: what a later version needs besides comes in a class of a new name.
 */
final class Bridge implements InvocationHandler {

  private static final String PACKAGE = Admin.class.getPackageName() + '.';

  private static final String FOLDER = "/META-INF/barnabas-bridge/";

  /** Holds the functions. */
  private static final String FUNCTIONS = "BarnabasResults";

  /** The result types that it builds, and what they share. */
  private static final List<String> TYPES =
      List.of(
          "BarnabasOutcomes",
          "BarnabasCommittedOffsets",
          "BarnabasAlteredOffsets",
          "BarnabasDeletedOffsets",
          "BarnabasRemovedMembers",
          "BarnabasShareOffsets",
          "BarnabasTransactions",
          "BarnabasTransactionDescriptions",
          "BarnabasFencedProducers",
          "BarnabasScramDescriptions");

  static final AdminResults RESULTS = load();

  private final Map<Method, MethodHandle> functions;

  private Bridge(Map<Method, MethodHandle> functions) {
    this.functions = functions;
  }

  private static AdminResults load() {
    try {
      Lookup lookup = MethodHandles.privateLookupIn(Admin.class, MethodHandles.lookup());
      for (String type : TYPES) {
        findOrDefine(type, lookup);
      }
      Bridge bridge = new Bridge(functionsOf(findOrDefine(FUNCTIONS, lookup), lookup));
      return (AdminResults)
          Proxy.newProxyInstance(
              AdminResults.class.getClassLoader(), new Class<?>[] {AdminResults.class}, bridge);
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Cannot reach the results of package " + PACKAGE + "*: is kafka-clients a named module?",
          e);
    }
  }

  private static Class<?> findOrDefine(String name, Lookup lookup)
      throws IOException, ReflectiveOperationException {
    try {
      return lookup.findClass(PACKAGE + name);
    } catch (ClassNotFoundException notYet) {
      return defineOrFind(name, lookup);
    }
  }

  private static Class<?> defineOrFind(String name, Lookup lookup)
      throws IOException, ReflectiveOperationException {
    try {
      return lookup.defineClass(bytesOf(name));
    } catch (LinkageError definedMeanwhile) {
      return lookup.findClass(PACKAGE + name);
    }
  }

  private static byte[] bytesOf(String name) throws IOException {
    String file = FOLDER + PACKAGE.replace('.', '/') + name + ".class";
    try (InputStream in = Bridge.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("The jar lacks " + file);
      }
      return in.readAllBytes();
    }
  }

  private static Map<Method, MethodHandle> functionsOf(Class<?> holder, Lookup lookup)
      throws ReflectiveOperationException {
    Map<Method, MethodHandle> functions = new HashMap<>();
    for (Method method : AdminResults.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        functions.put(method, lookup.findStatic(holder, method.getName(), type));
      }
    }
    return functions;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    MethodHandle function = functions.get(method);
    if (function == null) {
      return method.invoke(this, arguments);
    }
    return function.invokeWithArguments(arguments);
  }
}
