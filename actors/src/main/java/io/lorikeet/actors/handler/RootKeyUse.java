package io.lorikeet.actors.handler;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.KeyId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What root keys were used for, kept when their device gets others or is deleted: whoever registers
 * them again goes on from there, and no nonce is used twice.
 *
 * @param keyId one way from the key that signs join-requests
 */
public record RootKeyUse(String keyId, EndDeviceState.Joins joins) implements CborSerializable {

  /** So many are kept for a device, up to 8 KiB each; beyond that the oldest is forgotten. */
  public static final int MAX = 4;

  /** The name of a registration's root keys, if it has any. */
  static Optional<String> keyId(EndDeviceRegistration registration) {
    return registration.activation() instanceof EndDeviceRegistration.Otaa otaa
        ? Optional.of(KeyId.of("join " + registration.devEui(), otaa.joinKey()))
        : Optional.empty();
  }

  /** What the registration's root keys were used for before; nothing, if they are new. */
  static EndDeviceState.Joins of(EndDeviceRegistration registration, List<RootKeyUse> past) {
    return keyId(registration).stream()
        .flatMap(id -> past.stream().filter(its -> its.keyId().equals(id)))
        .findFirst()
        .map(RootKeyUse::joins)
        .orElse(EndDeviceState.Joins.NONE);
  }

  /** With so many JoinNonces left out. */
  public RootKeyUse skip(int by) {
    return new RootKeyUse(keyId, joins.skip(by));
  }

  /** {@code past} with what this registration's keys were used for, the newest first. */
  static List<RootKeyUse> add(
      EndDeviceRegistration registration, EndDeviceState.Joins joins, List<RootKeyUse> past) {
    var id = keyId(registration);
    if (id.isEmpty() || joins.equals(EndDeviceState.Joins.NONE)) {
      return past;
    }
    return Stream.concat(
            Stream.of(new RootKeyUse(id.get(), joins)),
            past.stream().filter(its -> !its.keyId().equals(id.get())))
        .limit(MAX)
        .toList();
  }
}
