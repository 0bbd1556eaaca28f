package io.lorikeet.actors.broker;

import io.lorikeet.actors.FrameLog;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame;
import java.util.List;
import java.util.Optional;

/** Lines on frames that end here. Nothing is collected for them while nobody wants them. */
final class EndLog {

  private EndLog() {}

  /** By its owner's word, before its copies are forgotten. */
  static void ended(Verdict verdict, FrameWindow window) {
    if (FrameLog.isOn()) {
      FrameLog.ended(verdict.end(), window.uplink(), Optional.of(verdict.devEui()));
    }
  }

  /** Nobody owns it. */
  static void ended(UplinkEnd end, FrameWindow window) {
    if (FrameLog.isOn()) {
      FrameLog.ended(end, window.uplink(), Optional.empty());
    }
  }

  /** A copy that there is no room for. */
  static void overloaded(UplinkFrame copy) {
    if (FrameLog.isOn()) {
      var alone = new DeduplicatedUplink(copy.phy(), copy.radio(), List.of(copy.reception()));
      FrameLog.ended(UplinkEnd.OVERLOADED, alone, Optional.empty());
    }
  }
}
