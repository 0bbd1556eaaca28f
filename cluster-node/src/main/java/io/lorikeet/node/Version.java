package io.lorikeet.node;

import com.typesafe.config.ConfigFactory;
import picocli.CommandLine.IVersionProvider;

/** What {@code lorikeet --version} prints. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var config = ConfigFactory.parseResources("cluster.conf").resolve();
    return new String[] {
      "lorikeet " + config.getString("akka.cluster.app-version"),
      "Akka " + akka.Version.current() + ", Java " + Runtime.version()
    };
  }
}
