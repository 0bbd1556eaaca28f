package io.lorikeet.protocol.region;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The channels that a join-accept tells: 16 bytes, the last one its type. */
public final class CfList {

  public static final int SIZE = 16;
  public static final int MAX_FREQUENCIES = 5;

  private static final int TYPE = 15;
  private static final int MAX_MASKS = 7;

  private CfList() {}

  /** Type 0: the channels that follow the default ones. */
  public static Payload ofFrequencies(List<Long> frequenciesHz, long stepHz) {
    var bytes = new byte[SIZE];
    for (int i = 0; i < frequenciesHz.size(); i++) {
      LittleEndian.write(bytes, 3 * i, frequenciesHz.get(i) / stepHz, 3);
    }
    return Payload.of(bytes);
  }

  /** Type 1: a mask of 16 channels after the other. */
  static Payload ofMasks(int[] masks) {
    var bytes = new byte[SIZE];
    for (int i = 0; i < masks.length; i++) {
      LittleEndian.write(bytes, 2 * i, masks[i], 2);
    }
    bytes[TYPE] = 1;
    return Payload.of(bytes);
  }

  /** The frequencies of a CFList of type 0; empty if it is of another type. */
  public static Optional<List<Long>> frequencies(Payload cfList, long stepHz) {
    if (cfList.size() != SIZE || cfList.at(TYPE) != 0) {
      return Optional.empty();
    }
    return Optional.of(
        IntStream.range(0, MAX_FREQUENCIES)
            .mapToObj(i -> LittleEndian.read(cfList, 3 * i, 3) * stepHz)
            .filter(frequency -> frequency != 0)
            .toList());
  }

  /** The channels of a CFList of type 1; empty if it is of another type. */
  public static Optional<Set<Integer>> channels(Payload cfList) {
    if (cfList.size() != SIZE || cfList.at(TYPE) != 1) {
      return Optional.empty();
    }
    var channels = new TreeSet<Integer>();
    for (int i = 0; i < MAX_MASKS * 16; i++) {
      if ((LittleEndian.read(cfList, 2 * (i / 16), 2) >> i % 16 & 1) != 0) {
        channels.add(i);
      }
    }
    return Optional.of(channels);
  }
}
