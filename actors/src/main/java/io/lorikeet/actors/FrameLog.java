package io.lorikeet.actors;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.frame.RejoinRequest;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Lines for each frame, for who follows one of them: {@code uplink_id}, {@code dev_eui} and {@code
 * gateway_eui} are fields of each that is about one device's frame, as far as they are known there.
 * Off unless the logger {@code io.lorikeet.frames} is set to INFO, or to DEBUG for each copy and
 * each hand-over to a gateway, too.
 */
public final class FrameLog {

  private static final Logger LOG = LoggerFactory.getLogger("io.lorikeet.frames");

  private FrameLog() {}

  // Copies, by who holds them.

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
          .addKeyValue("outcome", label(settled.outcome()))
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

  // Uplinks and joins.

  /** The network has stored its counter, and hands it up. */
  public static void accepted(
      DevEui devEui, String uplinkId, long fCnt, List<Reception> receptions) {
    if (LOG.isInfoEnabled()) {
      heard(receptions)
          .addKeyValue("uplink_id", uplinkId)
          .addKeyValue("dev_eui", devEui)
          .addKeyValue("f_cnt", fCnt)
          .log("uplink accepted");
    }
  }

  /** The application's log has stored it. */
  public static void logged(ApplicationUplink uplink) {
    if (LOG.isInfoEnabled()) {
      of(uplink).log("uplink logged");
    }
  }

  /**
   * A subscriber has it.
   *
   * @param kind how it got there
   */
  public static void delivered(ApplicationUplink uplink, String kind) {
    if (LOG.isInfoEnabled()) {
      of(uplink).addKeyValue("kind", kind).log("uplink delivered");
    }
  }

  private static LoggingEventBuilder of(ApplicationUplink uplink) {
    return heard(uplink.radio().receptions())
        .addKeyValue("uplink_id", uplink.id())
        .addKeyValue("dev_eui", uplink.devEui())
        .addKeyValue("f_cnt", uplink.content().fCnt());
  }

  /** Both sides have stored the new session. */
  public static void joined(DevEui devEui, DevAddr devAddr, List<Reception> receptions) {
    if (LOG.isInfoEnabled()) {
      heard(receptions)
          .addKeyValue("dev_eui", devEui)
          .addKeyValue("dev_addr", devAddr)
          .log("join accepted");
    }
  }

  /** Whether there are lines; {@link #ended} is to be asked only then. */
  public static boolean isOn() {
    return LOG.isInfoEnabled();
  }

  /**
   * A frame has come to its end before it was accepted; what was accepted has had its line.
   *
   * @param owner whose frame it is, if that is known
   */
  public static void ended(UplinkEnd end, DeduplicatedUplink uplink, Optional<DevEui> owner) {
    if (end == UplinkEnd.DELIVERED || end == UplinkEnd.JOINED) {
      return;
    }
    var line =
        heard(uplink.receptions())
            .addKeyValue("outcome", label(end.outcome()))
            .addKeyValue("reason", end.reason());
    var phy = PhyPayload.parseUplink(uplink.phy());
    if (phy instanceof DataFrame data) {
      line = line.addKeyValue("dev_addr", data.devAddr()).addKeyValue("f_cnt_16", data.fCnt16());
    }
    var asked =
        phy instanceof JoinRequest join
            ? Optional.of(join.devEui())
            : phy instanceof RejoinRequest rejoin
                ? Optional.of(rejoin.devEui())
                : Optional.<DevEui>empty();
    var devEui = owner.or(() -> asked);
    if (devEui.isPresent()) {
      line = line.addKeyValue("dev_eui", devEui.get());
    }
    var what = asked.isPresent() ? "join" : "uplink";
    line.log(what + (end == UplinkEnd.REPEATED ? " repeated" : " refused"));
  }

  /** Best first. */
  private static LoggingEventBuilder heard(List<Reception> receptions) {
    var line = LOG.atInfo().addKeyValue("gateways", receptions.size());
    return receptions.isEmpty()
        ? line
        : line.addKeyValue("gateway_eui", receptions.get(0).gateway());
  }

  // Downlinks.

  /**
   * The beginning of a line on a downlink to one device.
   *
   * @param uplinkId of the uplink that it answers
   * @param downlinkId the application's, if it has sent something along
   */
  public static LoggingEventBuilder downlink(
      DevEui devEui, Optional<String> uplinkId, Optional<String> downlinkId, long fCnt) {
    var line = LOG.atInfo();
    if (LOG.isInfoEnabled()) {
      line = line.addKeyValue("dev_eui", devEui).addKeyValue("f_cnt", fCnt);
      line = uplinkId.isPresent() ? line.addKeyValue("uplink_id", uplinkId.get()) : line;
      line = downlinkId.isPresent() ? line.addKeyValue("downlink_id", downlinkId.get()) : line;
    }
    return line;
  }

  /** The beginning of a line on a downlink to a group. */
  public static LoggingEventBuilder multicast(DevAddr mcAddr, GatewayEui gateway, long fCnt) {
    return LOG.atInfo()
        .addKeyValue("mc_addr", mcAddr)
        .addKeyValue("gateway_eui", gateway)
        .addKeyValue("f_cnt", fCnt);
  }

  /** The gateway has it, or has been given it in vain, by its number there. */
  public static void transmission(GatewayEui gateway, long transmissionId, Enum<?> result) {
    if (LOG.isDebugEnabled()) {
      LOG.atDebug()
          .addKeyValue("gateway_eui", gateway)
          .addKeyValue("transmission_id", transmissionId)
          .addKeyValue("result", label(result))
          .log("gateway answered to a downlink");
    }
  }

  /** As metrics have it, too. */
  public static String label(Enum<?> outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
