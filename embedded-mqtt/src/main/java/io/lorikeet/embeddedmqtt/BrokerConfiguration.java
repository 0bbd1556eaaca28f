package io.lorikeet.embeddedmqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The broker's configuration file. */
final class BrokerConfiguration {

  /** Unacknowledged messages a publisher may have; the broker's default, 10, halves the rate. */
  private static final int RECEIVE_MAXIMUM = 1000;

  /** An uplink heard by a hundred gateways has 40 kB. */
  private static final int MAX_PACKET_BYTES = 262_144;

  /** A client that is away longer is forgotten with what was kept for it. */
  private static final int SESSION_SECONDS = 3600;

  private static final String TEMPLATE =
      """
      <?xml version="1.0"?>
      <hivemq xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:noNamespaceSchemaLocation="config.xsd">
        <listeners>
          <tcp-listener>
            <port>%d</port>
            <bind-address>%s</bind-address>
          </tcp-listener>
        </listeners>
        <persistence>
          <mode>in-memory</mode>
        </persistence>
        <mqtt>
          <queued-messages>
            <max-queue-size>%d</max-queue-size>
          </queued-messages>
          <session-expiry>
            <max-interval>%d</max-interval>
          </session-expiry>
          <packets>
            <max-packet-size>%d</max-packet-size>
          </packets>
          <receive-maximum>
            <server-receive-maximum>%d</server-receive-maximum>
          </receive-maximum>
        </mqtt>
        <anonymous-usage-statistics>
          <enabled>false</enabled>
        </anonymous-usage-statistics>
      </hivemq>
      """;

  private final Path folder;

  /** Writes the file; it replaces the one of the last start. */
  BrokerConfiguration(BrokerSettings settings) throws IOException {
    folder = settings.folder();
    Files.createDirectories(configuration());
    Files.createDirectories(data());
    Files.createDirectories(extensions());
    Files.writeString(
        configuration().resolve("config.xml"),
        TEMPLATE.formatted(
            settings.port(),
            settings.bindAddress(),
            settings.queueLimit(),
            SESSION_SECONDS,
            MAX_PACKET_BYTES,
            RECEIVE_MAXIMUM));
  }

  Path configuration() {
    return folder.resolve("conf");
  }

  Path data() {
    return folder.resolve("data");
  }

  Path extensions() {
    return folder.resolve("extensions");
  }
}
