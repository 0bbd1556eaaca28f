package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DeviceDownlink;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.MType;
import java.util.Optional;

/** Makes the frames a device is sent. */
final class DownlinkFrames {

  private DownlinkFrames() {}

  /**
   * A data frame of LoRaWAN 1.0.x with a counter that is stored as used.
   *
   * @param acknowledge sets ACK
   * @param downlink its payload is encrypted with the same counter
   */
  static Payload data(
      Session session,
      long fCnt,
      boolean acknowledge,
      Payload fOpts,
      Optional<DeviceDownlink> downlink) {
    boolean confirmed = downlink.map(DeviceDownlink::confirmed).orElse(false);
    boolean more = downlink.map(DeviceDownlink::more).orElse(false);
    var spec =
        new DataFrameSpec(
            confirmed ? MType.CONFIRMED_DATA_DOWN : MType.UNCONFIRMED_DATA_DOWN,
            session.devAddr(),
            new FCtrl(false, false, acknowledge, more),
            fCnt,
            fOpts,
            downlink.map(DeviceDownlink::port).orElse(DataFrame.NO_PORT),
            downlink.map(DeviceDownlink::payload).orElse(Payload.empty()));
    return DataFrames.sign10(spec, session.nwkSKey()).phy();
  }
}
