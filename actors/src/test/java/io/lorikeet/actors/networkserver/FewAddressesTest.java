package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.id.DevAddr;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An operator may have eight addresses: a device that joins often gets one again. */
class FewAddressesTest {

  private static final TestSystem NETWORK = new TestSystem();

  private final TestDevice device = TestDevice.numbered(950);
  private final SessionUnderTest session = new SessionUnderTest(NETWORK, device, eight());

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private static NetworkServerSettings eight() {
    var its = SessionUnderTest.SETTINGS;
    return new NetworkServerSettings(
        its.netId(),
        DevAddrBlocks.parse(List.of("00000000/29")),
        its.prepareBefore(),
        its.gatewayLead(),
        its.silentBefore(),
        its.retryAfter(),
        its.snapshotEvery(),
        its.unprompted());
  }

  /** Answers for brokers until so many of a kind have asked. */
  private void brokersAnswer(Class<? extends DevAddrBroker.Command> kind, int times) {
    for (int left = times; left > 0; ) {
      var message = session.brokers.receiveMessage().message();
      if (message instanceof DevAddrBroker.CountDevices count) {
        count.replyTo().tell(new DevAddrBroker.InUse(0));
      } else if (message instanceof DevAddrBroker.AddSession add) {
        add.replyTo().tell(new DevAddrBroker.Done(false));
      }
      left -= kind.isInstance(message) ? 1 : 0;
    }
  }

  @Test
  void noTwoJoinsAreOneRequestToAGatewayThoughTheyGetTheSameAddress() {
    session.registered(LorawanVersion.V1_0_3);
    var addresses = new HashSet<DevAddr>();
    var requests = new HashSet<String>();

    for (int join = 0; join < 9; join++) {
      NETWORK.pass(Duration.ofSeconds(10));
      session.hearJoin(device.joinRequest(join), 1);
      brokersAnswer(DevAddrBroker.CountDevices.class, DevAddrBlocks.CHOICES);
      var asked = session.joinHandedUp();
      session.grant(
          asked, device.with(asked.accept().devAddr(), TestDevice.numbered(3_200 + join).keys()));
      brokersAnswer(DevAddrBroker.AddSession.class, 1);
      var accept = session.gatewayAsked();
      accept.accept();
      session.verdicts.receiveMessage();
      addresses.add(asked.accept().devAddr());
      requests.add(accept.request().requestId());
    }

    assertThat(addresses).hasSizeLessThan(9);
    assertThat(requests).hasSize(9);
  }
}
