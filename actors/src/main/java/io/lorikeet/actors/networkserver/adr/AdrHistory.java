package io.lorikeet.actors.networkserver.adr;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The last uplinks of a device that were sent alike: with the same data rate and since the network
 * has last changed something. Every device has one in memory and in its snapshot, so it is packed.
 *
 * @param packed 7 bytes for each uplink, oldest first; at most {@link #LIMIT} uplinks
 */
public record AdrHistory(Payload packed) implements CborSerializable {

  /** More uplinks say little more (Semtech's recommendation for ADR). */
  public static final int LIMIT = 20;

  public static final AdrHistory EMPTY = new AdrHistory(Payload.empty());

  private static final int F_CNT_SIZE = 4;
  private static final int SNR_SIZE = 2;
  private static final int ENTRY = F_CNT_SIZE + SNR_SIZE + 1;
  private static final int MAX_GATEWAYS = 255;

  /** Steps in a dB. */
  private static final int SNR_STEPS = 100;

  /**
   * One uplink.
   *
   * @param maxSnr the best of all gateways, dB, to 0.01
   * @param gateways how many heard it, 1 to 255
   */
  public record Heard(long fCnt, double maxSnr, int gateways) {}

  public int size() {
    return packed.size() / ENTRY;
  }

  /** With one more uplink, and without the oldest if there are too many. */
  public AdrHistory plus(Heard heard) {
    int from = Math.max(0, size() + 1 - LIMIT) * ENTRY;
    var kept = packed.slice(from, packed.size());
    var bytes = new byte[kept.size() + ENTRY];
    kept.copyTo(bytes, 0);
    int at = kept.size();
    long snr = Math.round(heard.maxSnr() * SNR_STEPS);
    LittleEndian.write(bytes, at, heard.fCnt(), F_CNT_SIZE);
    LittleEndian.write(
        bytes,
        at + F_CNT_SIZE,
        Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, snr)),
        SNR_SIZE);
    bytes[at + F_CNT_SIZE + SNR_SIZE] = (byte) Math.min(MAX_GATEWAYS, heard.gateways());
    return new AdrHistory(Payload.of(bytes));
  }

  /** Oldest first. */
  public List<Heard> uplinks() {
    return IntStream.range(0, size()).mapToObj(this::at).toList();
  }

  private Heard at(int index) {
    int at = index * ENTRY;
    return new Heard(
        LittleEndian.read(packed, at, F_CNT_SIZE),
        (short) LittleEndian.read(packed, at + F_CNT_SIZE, SNR_SIZE) / (double) SNR_STEPS,
        packed.at(at + F_CNT_SIZE + SNR_SIZE));
  }
}
