package io.lorikeet.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;

/** The files of {@code src/test/resources/vectors}, and words to read them with. */
public final class Vectors {

  private Vectors() {}

  public static JsonNode file(String name) {
    try (var in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The vectors of a file, each named by what it is about. */
  public static Stream<Named<JsonNode>> in(String name) {
    return StreamSupport.stream(file(name).get("vectors").spliterator(), false)
        .map(vector -> Named.of(vector.get("description").asText(), vector));
  }

  public static Payload bytes(JsonNode node, String field) {
    return Payload.ofHex(node.get(field).asText());
  }

  public static Payload phy(JsonNode vector) {
    return bytes(vector, "phyPayload");
  }

  /** A key of the vector's {@code keys}. */
  public static Aes128Key key(JsonNode vector, String name) {
    return Aes128Key.parse(vector.get("keys").get(name).asText());
  }

  /** The key the vector has: AppKey before 1.1, NwkKey since. */
  public static Aes128Key rootKey(JsonNode vector) {
    return key(vector, vector.get("keys").has("NwkKey") ? "NwkKey" : "AppKey");
  }

  public static DevAddr devAddr(JsonNode node) {
    return DevAddr.parse(node.get("devAddr").asText());
  }

  public static DevEui devEui(JsonNode node) {
    return DevEui.parse(node.get("devEui").asText());
  }

  public static JoinEui joinEui(JsonNode node) {
    return JoinEui.parse(node.get("joinEui").asText());
  }

  public static NetId netId(JsonNode node) {
    return NetId.parse(node.get("netId").asText());
  }

  /** DevNonce, RJcount0 or RJcount1: what the node has. */
  public static int nonce(JsonNode node) {
    return Stream.of("devNonce", "rjCount0", "rjCount1")
        .filter(node::has)
        .mapToInt(name -> node.get(name).asInt())
        .findFirst()
        .orElseThrow();
  }
}
