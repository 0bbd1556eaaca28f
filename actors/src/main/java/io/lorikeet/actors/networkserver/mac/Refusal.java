package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.protocol.mac.BeaconFreq.BeaconFreqAns;
import io.lorikeet.protocol.mac.DlChannel.DlChannelAns;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRAns;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.NewChannel.NewChannelAns;
import io.lorikeet.protocol.mac.PingSlotChannel.PingSlotChannelAns;
import io.lorikeet.protocol.mac.RxParamSetup.RXParamSetupAns;
import java.util.StringJoiner;

/** What a device does not agree to, in words for people. */
final class Refusal {

  private Refusal() {}

  /** The parts that the device did not like; empty if it did what it was told. */
  static String of(MacCommand answer) {
    var parts = new StringJoiner(", ");
    if (answer instanceof LinkADRAns its) {
      add(parts, its.channelMaskOk(), "channels");
      add(parts, its.dataRateOk(), "data rate");
      add(parts, its.powerOk(), "power");
    } else if (answer instanceof RXParamSetupAns its) {
      add(parts, its.frequencyOk(), "frequency");
      add(parts, its.rx2DataRateOk(), "data rate of RX2");
      add(parts, its.rx1DrOffsetOk(), "offset of RX1");
    } else if (answer instanceof NewChannelAns its) {
      add(parts, its.frequencyOk(), "frequency");
      add(parts, its.dataRatesOk(), "data rates");
    } else if (answer instanceof DlChannelAns its) {
      add(parts, its.frequencyOk(), "frequency");
      add(parts, its.uplinkChannelExists(), "no such channel");
    } else if (answer instanceof PingSlotChannelAns its) {
      add(parts, its.frequencyOk(), "frequency");
      add(parts, its.dataRateOk(), "data rate");
    } else if (answer instanceof BeaconFreqAns its) {
      add(parts, its.frequencyOk(), "frequency");
    }
    return parts.toString();
  }

  private static void add(StringJoiner parts, boolean ok, String what) {
    if (!ok) {
      parts.add(what);
    }
  }
}
