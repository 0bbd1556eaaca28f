package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.actors.FrameLog;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.slf4j.LoggerFactory;

/** What a node writes with {@code LORIKEET_LOG_FORMAT=json}, by the configuration it has. */
@ResourceLock(Resources.SYSTEM_ERR)
class JsonLinesTest {

  private static final String FRAMES = "io.lorikeet.frames";
  private static final DevEui DEV_EUI = DevEui.parse("0102030405060708");
  private static final GatewayEui GATEWAY = GatewayEui.parse("00800000a0000001");

  private final LoggerContext node = new LoggerContext();
  private final Logger frames = (Logger) LoggerFactory.getLogger(FRAMES);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Level level = frames.getLevel();

  @BeforeEach
  void listen() throws Exception {
    node.putProperty("LORIKEET_LOG_FORMAT", "json");
    node.putProperty("LORIKEET_FRAME_LOG", "INFO");
    var configurator = new JoranConfigurator();
    configurator.setContext(node);
    configurator.doConfigure(JsonLinesTest.class.getResource("/logback.xml"));
    frames.setLevel(Level.INFO);
    frames.setAdditive(false);
    said.start();
    frames.addAppender(said);
  }

  @AfterEach
  void listenNoMore() {
    frames.detachAppender(said);
    frames.setAdditive(true);
    frames.setLevel(level);
    node.stop();
  }

  /** The line that the node's own appenders make of what was said last. */
  private JsonNode line() throws Exception {
    var before = System.err;
    var bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(node.getLogger(FRAMES).isInfoEnabled()).isTrue();
      node.getLogger(FRAMES).callAppenders(said.list.get(said.list.size() - 1));
    } finally {
      System.setErr(before);
    }
    var text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text).endsWith("}\n").containsOnlyOnce("\n");
    return new ObjectMapper().readTree(text);
  }

  private static Reception heardBy(GatewayEui gateway) {
    return new Reception(
        gateway,
        "roof",
        0,
        Instant.EPOCH,
        new Reception.Signal(-100, 5),
        new Reception.Path(0, 0, 0),
        Reception.Fix.NONE);
  }

  @Test
  void theIdsOfAFrameAreFieldsOfItsLine() throws Exception {
    FrameLog.accepted(
        DEV_EUI,
        "0102030405060708-a-7",
        7,
        List.of(heardBy(GATEWAY), heardBy(GatewayEui.parse("00800000a0000002"))));

    var line = line();

    assertThat(line.path("uplink_id").asText()).isEqualTo("0102030405060708-a-7");
    assertThat(line.path("dev_eui").asText()).isEqualTo(DEV_EUI.toString());
    assertThat(line.path("gateway_eui").asText()).isEqualTo(GATEWAY.toString());
    assertThat(line.path("gateways").isInt()).isTrue();
    assertThat(line.path("f_cnt").asInt()).isEqualTo(7);
    assertThat(line.path("formattedMessage").asText()).isEqualTo("uplink accepted");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("timestamp").isNumber()).isTrue();
    assertThat(line.has("kvpList")).isFalse();
  }

  @Test
  void soAreThoseOfADownlink() throws Exception {
    FrameLog.downlink(DEV_EUI, Optional.of("up-1"), Optional.empty(), 3)
        .addKeyValue("gateway_eui", GATEWAY)
        .log("downlink sent");

    var line = line();

    assertThat(line.path("uplink_id").asText()).isEqualTo("up-1");
    assertThat(line.path("dev_eui").asText()).isEqualTo(DEV_EUI.toString());
    assertThat(line.path("gateway_eui").asText()).isEqualTo(GATEWAY.toString());
    assertThat(line.has("downlink_id")).isFalse();
  }

  @Test
  void whatAnApplicationCallsItsDownlinkCannotBreakALine() throws Exception {
    var name = "\"}, {\n\u0001\\ é";
    FrameLog.downlink(DEV_EUI, Optional.empty(), Optional.of(name), 3).log("sent");

    assertThat(line().path("downlink_id").asText()).isEqualTo(name);
  }

  @Test
  void aLineWithoutIdsIsAnObjectToo() throws Exception {
    frames.info("nothing to say of {}", "anybody");

    assertThat(line().path("formattedMessage").asText()).isEqualTo("nothing to say of anybody");
  }
}
