package io.lorikeet.actors.networkserver;

import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevAddrPrefix;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The addresses that an operator gives to devices that join.
 *
 * @param prefixes none within another, at least {@value #FEWEST} addresses in all
 */
public record DevAddrBlocks(List<DevAddrPrefix> prefixes) {

  /** A device has up to three sessions for a moment, and each has an address of its own. */
  private static final int FEWEST = 8;

  /** Beyond, few devices meet on an address by chance, and nobody is asked how many do. */
  private static final long MANY = 65_536;

  /**
   * Of how many addresses the least used one is taken. With two instead of one, the fullest address
   * has hardly more devices than the average; more than two gain little and cost as much again.
   */
  static final int CHOICES = 2;

  public DevAddrBlocks {
    prefixes = List.copyOf(prefixes);
    for (var prefix : prefixes) {
      if (prefixes.stream().filter(prefix::contains).count() > 1) {
        throw new IllegalArgumentException(
            "dev-addr-prefixes: " + prefix + " contains another one of " + prefixes);
      }
    }
    long size = size(prefixes);
    if (size < FEWEST) {
      throw new IllegalArgumentException(
          "dev-addr-prefixes: " + size + " addresses (expected: at least " + FEWEST + ")");
    }
  }

  /** Reads prefixes as {@code 26000000/7}. */
  public static DevAddrBlocks parse(List<String> prefixes) {
    return new DevAddrBlocks(prefixes.stream().map(DevAddrPrefix::parse).toList());
  }

  private static long size(List<DevAddrPrefix> prefixes) {
    return prefixes.stream().mapToLong(DevAddrPrefix::size).sum();
  }

  /**
   * Addresses to choose from: one where there are many, else {@link #CHOICES}.
   *
   * @param not those that the device has, so that its sessions are told apart by address
   */
  List<DevAddr> candidates(RandomGenerator random, Set<DevAddr> not) {
    int count = size(prefixes) > MANY ? 1 : CHOICES;
    var found = new TreeSet<DevAddr>((one, other) -> Integer.compare(one.value(), other.value()));
    while (found.size() < count) {
      var devAddr = any(random);
      if (!not.contains(devAddr)) {
        found.add(devAddr);
      }
    }
    return List.copyOf(found);
  }

  /** Each address is as likely as any other, whatever block it is in. */
  private DevAddr any(RandomGenerator random) {
    long index = random.nextLong(size(prefixes));
    for (var prefix : prefixes) {
      if (index < prefix.size()) {
        return prefix.pick((int) index);
      }
      index -= prefix.size();
    }
    throw new IllegalStateException("no address at " + index + " in " + prefixes);
  }
}
