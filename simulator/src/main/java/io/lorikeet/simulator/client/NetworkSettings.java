package io.lorikeet.simulator.client;

import java.net.URI;

/**
 * Where a network's management API is.
 *
 * @param url with or without a slash at the end, without {@code /api/v1}
 * @param key for {@code Authorization: Bearer}
 */
public record NetworkSettings(URI url, String key) {

  URI resolve(String path) {
    var base = url.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "NetworkSettings[" + url + "]";
  }
}
