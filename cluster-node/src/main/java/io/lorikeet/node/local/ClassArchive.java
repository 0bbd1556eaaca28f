package io.lorikeet.node.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The classes of a node as the JVM keeps them in memory, in a file that each process maps instead
 * of loading and checking some 15,000 classes by itself (Java calls it class data sharing). A node
 * starts with half the work then, which matters most where one starts in place of one that died.
 *
 * <p>It fits one build and one Java; the JVM goes on without it where it does not fit.
 */
final class ClassArchive {

  /** Names the file; the script {@code ./lorikeet} sets it. */
  static final String PROPERTY = "lorikeet.class-archive";

  private final Path file;
  private final List<Path> classPath;

  private ClassArchive(Path file, List<Path> classPath) {
    this.file = file;
    this.classPath = List.copyOf(classPath);
  }

  /** Where this process was told to have one; empty too if it runs from folders of classes. */
  static Optional<ClassArchive> ofThisProcess() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .filter(name -> !name.isBlank())
        .flatMap(name -> of(Path.of(name), System.getProperty("java.class.path")));
  }

  /** Empty for a class path with folders: only jars can be archived. */
  static Optional<ClassArchive> of(Path file, String classPath) {
    var entries = Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList();
    return entries.stream().allMatch(Files::isRegularFile)
        ? Optional.of(new ClassArchive(file.toAbsolutePath(), entries))
        : Optional.empty();
  }

  /** Whether there is a place for it. */
  boolean isPossible() {
    return Files.isWritable(file.getParent());
  }

  /** Whether it is there, and younger than each jar that it was made of. */
  boolean isUsable() {
    try {
      if (!Files.exists(file)) {
        return false;
      }
      var made = Files.getLastModifiedTime(file);
      for (var jar : classPath) {
        if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Options of a Java process that uses it; without a word if it does not fit after all. */
  List<String> toUse() {
    return List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds*=off");
  }

  /** Options of a Java process that leaves one behind when it ends, for {@link #keep}. */
  List<String> toMake() {
    return List.of("-XX:ArchiveClassesAtExit=" + made(), "-Xlog:cds*=off");
  }

  /**
   * Takes what such a process has left behind, once it has ended by itself.
   *
   * @throws IOException when it has left nothing
   */
  void keep() throws IOException {
    Files.move(made(), file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Forgets what such a process has left behind, if anything. */
  void drop() throws IOException {
    Files.deleteIfExists(made());
  }

  /** Of this process alone: another cluster may be making one, too. */
  private Path made() {
    return file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
  }
}
