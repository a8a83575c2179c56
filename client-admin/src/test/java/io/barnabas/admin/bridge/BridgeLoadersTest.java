package io.barnabas.admin.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge wherever this library and kafka-clients may be loaded from. */
class BridgeLoadersTest {

  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  @Test
  void oneClassPathHoldsAll() throws Exception {
    assertBuildsEveryResult(AdminResults.class, Admin.class.getClassLoader());
  }

  @Test
  void twoCopiesInChildLoadersShareOneKafkaClients() throws Exception {
    try (URLClassLoader kafka = new URLClassLoader(new URL[] {kafkaClients()}, PLATFORM);
        URLClassLoader first = new URLClassLoader(new URL[] {ours()}, kafka);
        URLClassLoader second = new URLClassLoader(new URL[] {ours()}, kafka)) {
      Class<?> ofFirst = first.loadClass(AdminResults.class.getName());
      Class<?> ofSecond = second.loadClass(AdminResults.class.getName());

      assertNotSame(ofFirst, ofSecond);
      assertBuildsEveryResult(ofFirst, kafka);
      assertBuildsEveryResult(ofSecond, kafka);
      assertSame(
          kafka,
          kafka.loadClass(Admin.class.getPackageName() + ".BarnabasResults").getClassLoader());
    }
  }

  @Test
  void copiesInLoadersThatStartTogetherAllFindTheBridge() throws Exception {
    try (URLClassLoader kafka = new URLClassLoader(new URL[] {kafkaClients()}, PLATFORM)) {
      List<URLClassLoader> children =
          Stream.generate(() -> new URLClassLoader(new URL[] {ours()}, kafka)).limit(8).toList();

      List<Object> all = children.parallelStream().map(child -> resultsUnchecked(child)).toList();

      assertEquals(8, Set.copyOf(all).size());
      for (URLClassLoader child : children) {
        assertBuildsEveryResult(child.loadClass(AdminResults.class.getName()), kafka);
        child.close();
      }
    }
  }

  @Test
  void modulePathSplitsNoPackage(@TempDir Path folder) throws Exception {
    Path jar = jarOfOurs(folder.resolve("client-admin.jar"));
    ModuleFinder finder = ModuleFinder.of(jar, Path.of(kafkaClients().toURI()));
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(finder, ModuleFinder.of(), Set.of("io.barnabas.admin", "kafka.clients"));
    ModuleLayer layer = ModuleLayer.boot().defineModulesWithManyLoaders(configuration, PLATFORM);
    Class<?> type = layer.findLoader("io.barnabas.admin").loadClass(AdminResults.class.getName());

    assertTrue(type.getModule().isNamed());
    assertBuildsEveryResult(type, layer.findLoader("kafka.clients"));
  }

  private static void assertBuildsEveryResult(Class<?> type, ClassLoader kafka) throws Exception {
    Object results = type.getMethod("get").invoke(null);
    int built = 0;
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        Object[] arguments =
            Stream.of(method.getParameterTypes()).map(BridgeLoadersTest::argument).toArray();
        Object result = method.invoke(results, arguments);
        assertNotNull(result, method.getName());
        if (!method.getReturnType().isPrimitive()) {
          assertSame(kafka, result.getClass().getClassLoader(), method.getName());
        }
        built++;
      }
    }
    assertTrue(built > 50, built + " results");
  }

  /** Something of that type: a future without outcome, an empty collection, a spec, or nothing. */
  private static Object argument(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "int" -> 1;
      case "long" -> 1L;
      case "String" -> "";
      case "Map" -> Map.of();
      case "Set" -> Set.of();
      case "List" -> List.of();
      case "Optional" -> Optional.empty();
      case "OptionalLong" -> OptionalLong.empty();
      case "KafkaFuture" ->
          made(type.getClassLoader(), type.getPackageName() + ".internals.KafkaFutureImpl");
      case "TimestampSpec" -> spec(type);
      default -> null;
    };
  }

  private static Object made(ClassLoader kafka, String name) {
    try {
      return kafka.loadClass(name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object spec(Class<?> type) {
    try {
      return type.getSuperclass().getMethod("forTimestamp", long.class).invoke(null, 5L);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object resultsUnchecked(ClassLoader loader) {
    try {
      return loader.loadClass(AdminResults.class.getName()).getMethod("get").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static URL kafkaClients() {
    return Admin.class.getProtectionDomain().getCodeSource().getLocation();
  }

  private static URL ours() {
    return AdminResults.class.getProtectionDomain().getCodeSource().getLocation();
  }

  private static Path jarOfOurs(Path jar) throws Exception {
    Path classes = Path.of(ours().toURI());
    if (Files.isRegularFile(classes)) {
      return classes;
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Automatic-Module-Name", "io.barnabas.admin");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        add(out, classes.relativize(path).toString().replace('\\', '/'), path);
      }
    }
    return jar;
  }

  private static void add(JarOutputStream out, String name, Path file) throws IOException {
    out.putNextEntry(new JarEntry(name));
    Files.copy(file, out);
    out.closeEntry();
  }
}
