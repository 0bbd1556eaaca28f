package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DeviceDownlink;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.FOptsCounter;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.MType;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the frames a device is sent. */
final class DownlinkFrames {

  private DownlinkFrames() {}

  /**
   * A data frame with a counter that is stored as used.
   *
   * @param acknowledged counter of the confirmed uplink that it acknowledges; empty: no ACK
   * @param adr whether the network sets the link of the device
   * @param commands MAC commands in clear: in FOpts, or in the payload of port 0 if they do not fit
   *     and no downlink of the application goes along
   * @param downlink its payload is encrypted with the same counter
   */
  static Payload data(
      Session session,
      long fCnt,
      OptionalLong acknowledged,
      boolean adr,
      Payload commands,
      Optional<DeviceDownlink> downlink) {
    boolean confirmed = downlink.map(DeviceDownlink::confirmed).orElse(false);
    boolean more = downlink.map(DeviceDownlink::more).orElse(false);
    boolean onPort0 = downlink.isEmpty() && commands.size() > DataFrameSpec.MAX_F_OPTS;
    int noDownlinkPort = onPort0 ? 0 : DataFrame.NO_PORT;
    var noDownlinkPayload = onPort0 ? onPort0(session, fCnt, commands) : Payload.empty();
    var spec =
        new DataFrameSpec(
            confirmed ? MType.CONFIRMED_DATA_DOWN : MType.UNCONFIRMED_DATA_DOWN,
            session.devAddr(),
            new FCtrl(adr, false, acknowledged.isPresent(), more),
            fCnt,
            onPort0 ? Payload.empty() : fOpts(session, fCnt, commands, downlink.isPresent()),
            downlink.map(DeviceDownlink::port).orElse(noDownlinkPort),
            downlink.map(DeviceDownlink::payload).orElse(noDownlinkPayload));
    return session
        .v11()
        .map(
            its ->
                DataFrames.signDownlink11(
                    spec, its.keys().sNwkSIntKey(), acknowledged.orElse(0) & 0xffff))
        .orElseGet(() -> DataFrames.sign10(spec, session.nwkSKey()))
        .phy();
  }

  private static Payload onPort0(Session session, long fCnt, Payload commands) {
    return DataCrypto.crypt(
        UplinkCommands.encryption(session), Direction.DOWN, session.devAddr(), fCnt, commands);
  }

  /** In clear up to 1.0.x; in 1.1 encrypted by the counter that the frame has. */
  private static Payload fOpts(Session session, long fCnt, Payload commands, boolean application) {
    if (session.v11().isEmpty() || commands.isEmpty()) {
      return commands;
    }
    var counter = application ? FOptsCounter.A_F_CNT_DOWN : FOptsCounter.N_F_CNT_DOWN;
    return DataCrypto.cryptFOpts(
        UplinkCommands.encryption(session), counter, session.devAddr(), fCnt, commands);
  }
}
