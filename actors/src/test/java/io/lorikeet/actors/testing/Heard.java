package io.lorikeet.actors.testing;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Instant;
import java.util.Arrays;

/** How gateways hear frames. */
public final class Heard {

  public static final Radio SF7 = Radio.lora(868_100_000, 7, 125_000, "4/5");

  private Heard() {}

  public static GatewayEui gateway(int number) {
    return GatewayEui.parse("00800000a000%04x".formatted(number));
  }

  /** The gateway's counter follows the network's clock; a higher number hears better. */
  public static Reception by(int number, Instant at) {
    return new Reception(
        gateway(number),
        "gateway-" + number,
        at.toEpochMilli() * 1_000 & 0xffff_ffffL,
        at,
        new Reception.Signal(-100 + number, 7),
        new Reception.Path(0, 0, 0),
        Reception.Fix.NONE);
  }

  /** A frame that these gateways heard at once, the best first. */
  public static DeduplicatedUplink frame(Payload phy, Instant at, int... gateways) {
    var receptions =
        Arrays.stream(gateways)
            .boxed()
            .sorted((one, other) -> other - one)
            .map(number -> by(number, at))
            .toList();
    return new DeduplicatedUplink(phy, SF7, receptions);
  }

  /** One gateway's copy. */
  public static UplinkFrame copy(
      long receptionId,
      Payload phy,
      Instant at,
      int gateway,
      ActorRef<UplinkFrame.Settled> replyTo) {
    return new UplinkFrame(receptionId, phy, SF7, by(gateway, at), replyTo);
  }
}
