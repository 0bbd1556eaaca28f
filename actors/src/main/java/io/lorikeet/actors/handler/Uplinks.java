package io.lorikeet.actors.handler;

import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.region.Region;
import java.util.OptionalInt;

/** From a frame of the network to what the application reads. */
final class Uplinks {

  private Uplinks() {}

  static ApplicationUplink decrypt(
      EndDeviceRegistration device,
      EndDeviceNetworkCommand.HandleUplink command,
      DataFrame data,
      EndDeviceCommand.Session session) {
    var frame = command.frame();
    var payload =
        DataCrypto.crypt(
            session.appSKey(),
            Direction.UP,
            frame.devAddr(),
            frame.counterWidth().atDevice(frame.fCnt()),
            data.frmPayload());
    var port = data.hasPort() ? OptionalInt.of(data.fPort()) : OptionalInt.empty();
    return new ApplicationUplink(
        command.uplinkId(),
        device.id(),
        frame.receivedAt(),
        device.devEui(),
        frame.devAddr(),
        new ApplicationUplink.Content(
            port, frame.fCnt(), payload, data.confirmed(), device.profile().deviceClass().name()),
        frame.radio());
  }

  /** Largest payload in bytes that any data rate of downlinks carries. */
  static int largestPayload(Region region) {
    return region.dataRateIndices(false).stream()
        .mapToInt(dataRate -> region.maxPayload(dataRate).frmPayload())
        .max()
        .orElseThrow();
  }
}
