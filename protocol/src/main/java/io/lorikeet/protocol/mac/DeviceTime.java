package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import java.time.Duration;
import java.time.Instant;

/** The device asks what time it is. */
public sealed interface DeviceTime extends MacCommand {

  int CID = 0x0d;

  @Override
  default int cid() {
    return CID;
  }

  /** Up. */
  record DeviceTimeReq() implements DeviceTime {

    @Override
    public Payload encode() {
      return Payload.of(new byte[] {CID});
    }
  }

  /**
   * Down: the time at which the request had been sent.
   *
   * @param gpsSeconds since 1980-01-06, leap seconds included, 32 bits
   * @param fraction of a second, in 1/256 s, 0 to 255
   */
  record DeviceTimeAns(long gpsSeconds, int fraction) implements DeviceTime {

    /** The answer for a request that was sent completely at {@code utc}. */
    public static DeviceTimeAns at(Instant utc) {
      var gps = GpsTime.of(utc);
      return new DeviceTimeAns(
          gps.getSeconds(), (int) (gps.getNano() * 256L / Duration.ofSeconds(1).toNanos()));
    }

    static DeviceTimeAns decode(Payload body) {
      return new DeviceTimeAns(LittleEndian.read(body, 0, 4), body.at(4));
    }

    @Override
    public Payload encode() {
      var bytes = new byte[6];
      bytes[0] = CID;
      LittleEndian.write(bytes, 1, gpsSeconds, 4);
      bytes[5] = (byte) fraction;
      return Payload.of(bytes);
    }
  }
}
