package io.lorikeet.simulator.demo;

import io.lorikeet.protocol.Payload;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/** What simulated thermometers measure, in Cayenne LPP: temperature and humidity. */
final class Weather {

  private static final byte TEMPERATURE = 0x67;
  private static final byte HUMIDITY = 0x68;
  private static final double MEAN = 15;
  private static final double SWING = 8;
  private static final double WARMEST_HOUR = 15;

  private Weather() {}

  /** Channel 1 a temperature in 0.1 degrees, channel 2 a humidity in 0.5 %. */
  static Payload at(Instant now, SplittableRandom random) {
    double hour = now.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 3600.0;
    double course = Math.cos((hour - WARMEST_HOUR) / 12 * Math.PI);
    double temperature = MEAN + SWING * course + random.nextDouble(-0.5, 0.5);
    double humidity = 60 - 20 * course + random.nextDouble(-2, 2);
    return Payload.of(
        ByteBuffer.allocate(7)
            .put((byte) 1)
            .put(TEMPERATURE)
            .putShort((short) Math.round(temperature * 10))
            .put((byte) 2)
            .put(HUMIDITY)
            .put((byte) Math.round(humidity * 2))
            .array());
  }
}
