package io.lorikeet.actors;

import io.lorikeet.actors.router.Reception;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A line for each frame, for who follows one of them: {@code uplink_id}, {@code dev_eui} and {@code
 * gateway_eui} are fields of it. Off unless the logger {@code io.lorikeet.frames} is set to INFO,
 * or to DEBUG for each copy, too.
 */
public final class FrameLog {

  private static final Logger LOG = LoggerFactory.getLogger("io.lorikeet.frames");

  private FrameLog() {}

  /** A gateway heard it; whose it is nobody knows yet. */
  public static void heard(UplinkFrame frame) {
    if (LOG.isDebugEnabled()) {
      var line = copy(frame.reception().gateway(), frame.receptionId());
      if (PhyPayload.parseUplink(frame.phy()) instanceof DataFrame data) {
        line = line.addKeyValue("dev_addr", data.devAddr()).addKeyValue("f_cnt_16", data.fCnt16());
      }
      line.log("copy of an uplink heard");
    }
  }

  /** What became of a copy. */
  public static void settled(GatewayEui gateway, UplinkFrame.Settled settled) {
    if (LOG.isDebugEnabled()) {
      copy(gateway, settled.receptionId())
          .addKeyValue("outcome", settled.outcome().name().toLowerCase(Locale.ROOT))
          .log("copy of an uplink settled");
    }
  }

  /** Nobody has said in time what becomes of a copy. */
  public static void expired(GatewayEui gateway, long receptionId) {
    if (LOG.isDebugEnabled()) {
      copy(gateway, receptionId).log("copy of an uplink given up");
    }
  }

  private static LoggingEventBuilder copy(GatewayEui gateway, long receptionId) {
    return LOG.atDebug()
        .addKeyValue("gateway_eui", gateway)
        .addKeyValue("reception_id", receptionId);
  }

  /** The network has accepted it, and its application is about to log it. */
  public static void accepted(String uplinkId, DevEui devEui, List<Reception> receptions) {
    if (LOG.isInfoEnabled()) {
      LOG.atInfo()
          .addKeyValue("uplink_id", uplinkId)
          .addKeyValue("dev_eui", devEui)
          .addKeyValue(
              "gateway_eui",
              receptions.stream()
                  .map(its -> its.gateway().toString())
                  .collect(Collectors.joining(",")))
          .log("uplink accepted");
    }
  }
}
