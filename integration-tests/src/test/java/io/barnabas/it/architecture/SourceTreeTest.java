package io.barnabas.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every folder of sources. */
class SourceTreeTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    List<Path> packages = mainPackages();
    List<Path> silent =
        packages.stream().filter(p -> !Files.exists(p.resolve("package-info.java"))).toList();
    assertTrue(packages.size() > 10, packages::toString);
    assertEquals(List.of(), silent);
  }

  private static List<Path> mainPackages() throws IOException {
    List<Path> packages = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources)) {
          packages.addAll(foldersWithJava(sources));
        }
      }
    }
    return packages;
  }

  private static List<Path> foldersWithJava(Path sources) throws IOException {
    try (Stream<Path> folders = Files.walk(sources)) {
      return folders.filter(Files::isDirectory).filter(SourceTreeTest::hasJava).toList();
    }
  }

  private static boolean hasJava(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(f -> f.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
