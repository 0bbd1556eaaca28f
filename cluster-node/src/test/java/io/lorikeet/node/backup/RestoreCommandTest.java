package io.lorikeet.node.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("changes what every configuration is read from")
class RestoreCommandTest {

  private static final String FILE = "config.file";

  @TempDir private Path directory;

  @AfterEach
  void forget() {
    System.clearProperty(FILE);
    ConfigFactory.invalidateCaches();
  }

  @Test
  void aRestoreReadsTheFileThatTheNodeReads() throws IOException {
    var file = directory.resolve("node.conf");
    Files.writeString(
        file,
        """
        include classpath("application.conf")
        lorikeet.persistence.previous-key-encryption-keys = ["%s"]
        lorikeet.handler.log.partitions = 16
        lorikeet.cluster.forming = seed-nodes
        """
            .formatted("ab".repeat(32)));
    System.setProperty(FILE, file.toString());

    var config = RestoreCommand.config(directory);

    assertThat(config.getStringList("lorikeet.persistence.previous-key-encryption-keys"))
        .hasSize(1);
    assertThat(config.getInt("lorikeet.handler.log.partitions")).isEqualTo(16);
    assertThat(config.getString("lorikeet.cluster.forming")).isEqualTo("alone");
    assertThat(config.getString("lorikeet.node.data-directory")).isEqualTo(directory.toString());
  }
}
