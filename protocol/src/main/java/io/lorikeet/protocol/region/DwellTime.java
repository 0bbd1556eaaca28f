package io.lorikeet.protocol.region;

/**
 * In which direction a transmission may last {@value #LIMIT_MILLIS} ms at most.
 *
 * @param uplink for what devices send
 * @param downlink for what they are sent
 */
public record DwellTime(boolean uplink, boolean downlink) {

  public static final int LIMIT_MILLIS = 400;

  static final DwellTime UNLIMITED = new DwellTime(false, false);
}
