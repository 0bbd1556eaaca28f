package io.lorikeet.persistence.cassandra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of the child process. */
final class CassandraCommand {

  private static final String MAIN = "io.lorikeet.cassandra.Main";

  /** What Cassandra 5.0 opens of the JDK for itself. */
  private static final List<String> EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.rmi/sun.rmi.transport.tcp",
          "java.sql/java.sql",
          "jdk.attach/sun.tools.attach",
          "jdk.compiler/com.sun.tools.javac.file");

  private static final List<String> OPENS =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.module",
          "java.base/java.lang.reflect",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "jdk.management/com.sun.management.internal",
          "java.rmi/sun.rmi.transport.tcp");

  private static final List<String> FIRST_COMPILER_ONLY = List.of("-XX:TieredStopAtLevel=1");

  private CassandraCommand() {}

  static List<String> of(CassandraSettings settings, CassandraFiles files) {
    var command = new ArrayList<String>(withoutMemoryLock());
    command.add(settings.jvm().home().resolve("bin").resolve("java").toString());
    command.addAll(memory(settings));
    EXPORTS.forEach(name -> command.addAll(List.of("--add-exports", name + "=ALL-UNNAMED")));
    OPENS.forEach(name -> command.addAll(List.of("--add-opens", name + "=ALL-UNNAMED")));
    command.addAll(properties(settings, files));
    command.addAll(
        List.of("-cp", settings.jvm().classPath(), MAIN, settings.directory().toString()));
    return command;
  }

  /**
   * With the right to, Cassandra locks all of its memory, which costs 280 MB more. Root has that
   * right; it is given up where there is the tool for it.
   */
  private static List<String> withoutMemoryLock() {
    var tool = Path.of("/usr/bin/setpriv");
    return "root".equals(System.getProperty("user.name")) && Files.isExecutable(tool)
        ? List.of(tool.toString(), "--bounding-set", "-ipc_lock", "--inh-caps", "-ipc_lock", "--")
        : List.of();
  }

  private static List<String> memory(CassandraSettings settings) {
    var flags =
        new ArrayList<>(
            List.of(
                "-Xms" + settings.jvm().heapMegabytes() + "m",
                "-Xmx" + settings.jvm().heapMegabytes() + "m",
                "-Xss384k",
                "-XX:+UseSerialGC",
                "-XX:SurvivorRatio=3",
                "-XX:MaxDirectMemorySize=192m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+PerfDisableSharedMem"));
    flags.addAll(HugePages.options());
    flags.addAll(settings.jvm().shortLived() ? FIRST_COMPILER_ONLY : List.of());
    return flags;
  }

  private static List<String> properties(CassandraSettings settings, CassandraFiles files) {
    return List.of(
        "-Djdk.attach.allowAttachSelf=true",
        // Cassandra sets a security manager, which Java after 17 allows only when asked.
        "-Djava.security.manager=allow",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF-8",
        "-Dcassandra.config=" + files.yaml().toUri(),
        "-Dcassandra.storagedir=" + settings.directory(),
        "-Dcassandra.logdir=" + settings.directory().resolve("logs"),
        "-Dlogback.configurationFile=" + files.logback().toUri(),
        // Otherwise it closes standard output.
        "-Dcassandra-foreground=true",
        // There is nobody to wait for.
        "-Dcassandra.skip_wait_for_gossip_to_settle=0",
        "-Dcassandra.ring_delay_ms=0",
        "-Dcassandra.superuser_setup_delay_ms=0",
        "-Dcassandra.shutdown_announce_in_ms=0",
        // Spares a second of measuring itself.
        "-Dcassandra.memtable.row_overhead_size=180");
  }
}
