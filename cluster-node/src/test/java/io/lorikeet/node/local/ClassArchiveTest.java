package io.lorikeet.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

  @TempDir private Path folder;

  private Path jar;
  private ClassArchive archive;

  /** Runs in processes of its own. */
  public static final class Program {
    public static void main(String[] arguments) {
      System.out.println("ran");
    }
  }

  @BeforeEach
  void makeJar() throws IOException {
    jar = folder.resolve("program.jar");
    var name = Program.class.getName().replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = Program.class.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
    }
    archive = ClassArchive.of(folder.resolve("classes.jsa"), jar.toString()).orElseThrow();
  }

  @Test
  void isMadeByOneProcessAndUsedByTheNext() throws Exception {
    assertThat(archive.isUsable()).isFalse();

    assertThat(run(archive.toMake())).isEqualTo("ran\n");
    archive.keep();

    assertThat(archive.isUsable()).isTrue();
    var must = new ArrayList<>(archive.toUse());
    must.add("-Xshare:on");
    assertThat(run(must)).isEqualTo("ran\n");
  }

  @Test
  void isNotUsedOnceAJarIsYounger() throws Exception {
    run(archive.toMake());
    archive.keep();

    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(archive.isUsable()).isFalse();
    assertThat(run(archive.toUse())).isEqualTo("ran\n");
  }

  @Test
  void isNotKeptWhenTheProcessHasLeftNone() {
    assertThatThrownBy(archive::keep).isInstanceOf(NoSuchFileException.class);
    assertThat(archive.isUsable()).isFalse();
  }

  @Test
  void doesNotExistForFoldersOfClasses() {
    var classPath = jar + File.pathSeparator + folder;

    assertThat(ClassArchive.of(folder.resolve("classes.jsa"), classPath)).isEmpty();
  }

  private String run(List<String> options) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", jar.toString(), Program.class.getName()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    return said;
  }
}
