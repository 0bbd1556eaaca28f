package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.typed.ActorRef;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.actors.gateway.GatewayConnection.Result;
import io.lorikeet.actors.gateway.GatewayConnection.Transmit;
import io.lorikeet.actors.gateway.GatewayConnection.Transmitted;
import io.lorikeet.protocol.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SemtechDownlinkTest {

  private static final Duration SOON = Duration.ofSeconds(1);

  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void aFrameGoesToTheSourceOfTheLastPullDataAndIsAcknowledged() throws IOException {
    var connection = rig.online();

    transmit(connection, rig.downlink(7, SOON));

    var datagram = pullResp();
    assertThat(datagram[0]).isEqualTo((byte) 2);
    assertThat(datagram[3]).isEqualTo((byte) 3);
    assertThat(json(datagram))
        .isEqualTo(
            """
            {"txpk":{"imme":false,"tmst":11504446,"freq":868.100000,"rfch":0,"powe":14,\
            "modu":"LORA","datr":"SF7BW125","codr":"4/5","ipol":true,"ncrc":true,\
            "size":11,"data":"YCwaCyYAAQABAgM="}}""");
    rig.forwarder.ack(Rig.GATEWAY, datagram, "");
    rig.transmitted.expectMessage(new Transmitted(7, Result.ACCEPTED));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"txpk_ack\":{\"error\":\"NONE\"}}',ACCEPTED",
    "'{\"txpk_ack\":{\"warn\":\"TX_POWER\",\"value\":12}}',ACCEPTED_LESS_POWER",
    "'{\"txpk_ack\":{\"error\":\"TOO_LATE\"}}',TOO_LATE",
    "'{\"txpk_ack\":{\"error\":\"TX_POWER\"}}',POWER_UNSUPPORTED",
    "'{\"txpk_ack\":{\"error\":\"WHATEVER\"}}',REFUSED",
  })
  void theGatewaysWordIsPassedOn(String json, Result result) throws IOException {
    var connection = rig.online();
    transmit(connection, rig.downlink(7, SOON));

    rig.forwarder.ack(Rig.GATEWAY, pullResp(), json);

    rig.transmitted.expectMessage(new Transmitted(7, result));
  }

  @Test
  void aFrameIsHandedOverAtMostThreeSecondsBeforeItStarts() throws IOException {
    var connection = rig.online();
    transmit(connection, rig.downlink(7, Duration.ofSeconds(10)));
    rig.sync(connection);
    assertThat(Forwarder.silent(rig.forwarder.down)).isTrue();

    rig.pass(Duration.ofMillis(6_900));
    assertThat(Forwarder.silent(rig.forwarder.down)).isTrue();
    rig.pass(Duration.ofMillis(100));

    rig.forwarder.ack(Rig.GATEWAY, pullResp(), "");
    rig.transmitted.expectMessage(new Transmitted(7, Result.ACCEPTED));
  }

  @Test
  void whatTheGatewayDoesNotHaveWhenTheNodeStopsIsSaidToBeUnsent() throws IOException {
    var connection = rig.online();
    transmit(connection, rig.downlink(7, Duration.ofSeconds(5)));
    rig.sync(connection);

    rig.bridge.stop();

    rig.transmitted.expectMessage(new Transmitted(7, Result.NOT_CONNECTED));
  }

  /** Behind a load balancer; the gateway's entity tells it the one that has asked. */
  @Test
  void theGatewaysWordCountsAlthoughAnotherNodeHasHeardIt() throws IOException {
    var connection = rig.online();
    transmit(connection, rig.downlink(7, SOON));
    int token = SemtechHeader.token(pullResp());

    connection.tell(new GatewayConnection.Acknowledged(token + 1 & 0xffff, Result.TOO_LATE));
    rig.awaitCount(DropReason.UNKNOWN_TOKEN, 1);
    connection.tell(new GatewayConnection.Acknowledged(token, Result.ACCEPTED));

    rig.transmitted.expectMessage(new Transmitted(7, Result.ACCEPTED));
  }

  @Test
  void silenceForASecondIsNoAnswerAndALaterWordIsOnlyCounted() throws IOException {
    var connection = rig.online();
    transmit(connection, rig.downlink(7, SOON));
    var datagram = pullResp();
    rig.sync(connection);

    rig.pass(Duration.ofMillis(999));
    rig.transmitted.expectNoMessage();
    rig.pass(Duration.ofMillis(1));
    rig.transmitted.expectMessage(new Transmitted(7, Result.NO_ANSWER));

    rig.forwarder.ack(Rig.GATEWAY, datagram, "");
    rig.passBack();
    rig.awaitCount(DropReason.UNKNOWN_TOKEN, 1);
    rig.transmitted.expectNoMessage();
  }

  @Test
  void aGatewayThatNeverPulledCannotBeReached() throws IOException {
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    var connection = rig.connected().connection();

    transmit(connection, rig.downlink(7, SOON));

    rig.transmitted.expectMessage(new Transmitted(7, Result.NOT_CONNECTED));
    assertThat(Forwarder.silent(rig.forwarder.up)).isTrue();
  }

  @Test
  void aGatewayThatStoppedPullingIsDisconnectedAndCannotBeReached() throws IOException {
    var connection = rig.online();

    rig.pass(Duration.ofSeconds(90));
    transmit(connection, rig.downlink(7, SOON));

    rig.transmitted.expectMessage(new Transmitted(7, Result.NOT_CONNECTED));
    rig.gateway.fishForMessage(
        Duration.ofSeconds(5),
        command ->
            command instanceof GatewayCommand.Disconnect
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  @Test
  void aFrameWhoseTimeHasPassedIsNotSent() throws IOException {
    var connection = rig.online();

    transmit(connection, rig.downlink(7, Duration.ofMillis(-1)));

    rig.transmitted.expectMessage(new Transmitted(7, Result.TOO_LATE));
    assertThat(Forwarder.silent(rig.forwarder.down)).isTrue();
  }

  @Test
  void aFrameThatNoForwarderCouldReadIsRefused() throws IOException {
    var connection = rig.online();
    var frame = rig.downlink(7, SOON);

    transmit(
        connection,
        new DownlinkFrame(
            7,
            Payload.of(new byte[900]),
            frame.radio(),
            1,
            frame.startsAt(),
            14,
            0,
            DownlinkFrame.Timing.COUNTER));

    rig.transmitted.expectMessage(new Transmitted(7, Result.REFUSED));
  }

  @Test
  void aRepeatedRequestIsSentOnceAndAnsweredEachTime() throws IOException {
    var connection = rig.online();
    transmit(connection, rig.downlink(7, SOON));
    transmit(connection, rig.downlink(7, SOON));
    var datagram = pullResp();
    rig.sync(connection);

    rig.forwarder.ack(Rig.GATEWAY, datagram, "{\"txpk_ack\":{\"error\":\"TX_FREQ\"}}");
    var word = new Transmitted(7, Result.FREQUENCY_UNSUPPORTED);
    rig.transmitted.expectMessage(word);
    rig.transmitted.expectMessage(word);
    transmit(connection, rig.downlink(7, SOON));
    rig.transmitted.expectMessage(word);

    assertThat(Forwarder.silent(rig.forwarder.down)).isTrue();
  }

  @Test
  void framesUnderWayHaveDifferentTokensAndGetTheirOwnAnswers() throws IOException {
    var connection = rig.online();
    transmit(connection, rig.downlink(1, SOON));
    transmit(connection, rig.downlink(2, SOON));
    transmit(connection, rig.downlink(3, SOON));
    var datagrams = new byte[][] {pullResp(), pullResp(), pullResp()};

    var tokens = new HashSet<Integer>();
    for (var datagram : datagrams) {
      tokens.add(SemtechHeader.token(datagram));
    }
    assertThat(tokens).hasSize(3);
    rig.forwarder.ack(Rig.GATEWAY, datagrams[2], "{\"txpk_ack\":{\"error\":\"COLLISION_PACKET\"}}");
    rig.transmitted.expectMessage(new Transmitted(3, Result.COLLISION_PACKET));
    rig.forwarder.ack(Rig.GATEWAY, datagrams[0], "");
    rig.transmitted.expectMessage(new Transmitted(1, Result.ACCEPTED));
  }

  @Test
  void aForwarderOfVersionOneIsAnsweredInItsVersionAndNeedNotAcknowledge() throws IOException {
    rig.forwarder.pull(Rig.GATEWAY, 1);
    var connection = rig.connected().connection();

    transmit(connection, rig.downlink(7, SOON));

    assertThat(pullResp()[0]).isEqualTo((byte) 1);
    rig.transmitted.expectMessage(new Transmitted(7, Result.ACCEPTED));
  }

  @Test
  void aTxAckOfNothingIsCounted() throws IOException {
    rig.online();

    rig.forwarder.ack(Rig.GATEWAY, new byte[] {2, 1, 2, 3}, "");

    rig.passBack();
    rig.awaitCount(DropReason.UNKNOWN_TOKEN, 1);
  }

  private void transmit(ActorRef<GatewayConnection.Command> connection, DownlinkFrame frame) {
    connection.tell(new Transmit(frame, rig.transmitted.ref()));
  }

  private byte[] pullResp() throws IOException {
    return rig.forwarder.receive(rig.forwarder.down);
  }

  private static String json(byte[] datagram) {
    return new String(Arrays.copyOfRange(datagram, 4, datagram.length), StandardCharsets.US_ASCII);
  }
}
