package io.lorikeet.actors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.protocol.id.DevEui;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While a cluster is rolled, nodes of two versions read each other's messages and events: a field
 * that only the newer one knows must not matter to the older one, and may be missing for the newer.
 */
class MixedVersionsTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private static List<Object> samples() {
    return Samples.all();
  }

  private static Serialization serialization() {
    return SerializationExtension.get(NETWORK.system().classicSystem());
  }

  private static ObjectNode written(Object message) throws IOException {
    return (ObjectNode) CBOR.readTree(serialization().serialize(message).get());
  }

  private static Object read(ObjectNode written, Object like) throws IOException {
    var serializer = (SerializerWithStringManifest) serialization().findSerializerFor(like);
    return serialization()
        .deserialize(
            CBOR.writeValueAsBytes(written), serializer.identifier(), serializer.manifest(like))
        .get();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aFieldOfALaterVersionDoesNotMatterToThisOne(Object sample) throws IOException {
    var later = written(sample).put("added_later", 7);

    assertThat(read(later, sample)).isEqualTo(sample);
  }

  @Test
  void aConnectionOfTheVersionBeforeTakesDownlinks() throws IOException {
    var connect =
        new GatewayCommand.Connect(
            NETWORK.<GatewayConnection.Command>probe().ref(),
            "semtech-udp",
            "127.0.0.1:1",
            Instant.EPOCH,
            true,
            NETWORK.<GatewayCommand.Reply>probe().ref());
    var before = written(connect);
    before.remove("receivesOnly");

    assertThat(((GatewayCommand.Connect) read(before, connect)).receivesOnly()).isFalse();
  }

  @Test
  void aVerdictOfTheVersionBeforeHasAnOutcomeAndNoReason() throws IOException {
    var verdict = Verdict.of(1, DevEui.parse("0102030405060708"), UplinkEnd.REPEATED_TOO_LATE);
    var before = written(verdict);
    before.remove("end");

    assertThat(((Verdict) read(before, verdict)).end()).isEqualTo(UplinkEnd.REPLAYED);
  }
}
