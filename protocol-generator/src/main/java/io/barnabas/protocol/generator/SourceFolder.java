package io.barnabas.protocol.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder the sources go to. A file whose text has not changed is not touched, so that an
 * incremental compile stays incremental; a file no longer written is removed.
 */
final class SourceFolder {

  private final Path root;
  private final Set<Path> written = new HashSet<>();
  private int changed;

  SourceFolder(Path root) {
    this.root = root;
  }

  void write(String packageName, String className, String source) throws IOException {
    Path file = root.resolve(packageName.replace('.', '/')).resolve(className + ".java");
    written.add(file);
    if (Files.exists(file) && Files.readString(file).equals(source)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    changed++;
  }

  void removeStale() throws IOException {
    List<Path> present;
    try (Stream<Path> walked = Files.walk(root)) {
      present = walked.filter(Files::isRegularFile).toList();
    }
    for (Path file : present) {
      if (!written.contains(file)) {
        Files.delete(file);
        changed++;
      }
    }
  }

  int size() {
    return written.size();
  }

  /** Files that were written anew or removed. */
  int changed() {
    return changed;
  }
}
