package io.barnabas.admin.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  void twoCopiesInChildLoadersShareOneKafkaClients() throws Exception {
    try (URLClassLoader kafka = new URLClassLoader(new URL[] {kafkaClients()}, PLATFORM);
        URLClassLoader first = new URLClassLoader(new URL[] {ours()}, kafka);
        URLClassLoader second = new URLClassLoader(new URL[] {ours()}, kafka)) {
      Class<?> ofFirst = first.loadClass(AdminResults.class.getName());
      Class<?> ofSecond = second.loadClass(AdminResults.class.getName());

      assertNotSame(ofFirst, ofSecond);
      assertListsTopics(ofFirst, kafka);
      assertListsTopics(ofSecond, kafka);
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
        assertListsTopics(child.loadClass(AdminResults.class.getName()), kafka);
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
    assertListsTopics(type, layer.findLoader("kafka.clients"));
  }

  private static void assertListsTopics(Class<?> type, ClassLoader kafka) throws Exception {
    Object results = type.getMethod("get").invoke(null);
    Class<?> futureType = kafka.loadClass("org.apache.kafka.common.KafkaFuture");
    Object future = futureType.getMethod("completedFuture", Object.class).invoke(null, Map.of());
    Object result = type.getMethod("listTopics", futureType).invoke(results, future);
    Object names = result.getClass().getMethod("names").invoke(result);
    assertEquals(Set.of(), futureType.getMethod("get").invoke(names));
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
