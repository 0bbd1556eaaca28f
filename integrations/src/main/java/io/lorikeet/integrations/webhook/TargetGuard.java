package io.lorikeet.integrations.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Finds the address of a webhook's host and refuses those that only this network's own machines can
 * reach: an application must not use us to call them. The connection goes to the address that was
 * checked, so that a name cannot lead elsewhere the second time it is asked for.
 */
final class TargetGuard {

  private final boolean allowPrivate;
  private final Executor blocking;

  /**
   * @param blocking runs look-ups, which may take seconds
   */
  TargetGuard(boolean allowPrivate, Executor blocking) {
    this.allowPrivate = allowPrivate;
    this.blocking = blocking;
  }

  /** Fails with {@link ForbiddenTarget}, or when the name is not known. */
  CompletionStage<InetSocketAddress> resolve(String host, int port) {
    return CompletableFuture.supplyAsync(
        () -> new InetSocketAddress(check(host, lookUp(host)), port), blocking);
  }

  /** All of a name's addresses must be public, not just the first. */
  private InetAddress check(String host, InetAddress[] addresses) {
    for (var address : addresses) {
      if (!allowPrivate && !isPublic(address)) {
        throw new ForbiddenTarget(host);
      }
    }
    return addresses[0];
  }

  private static InetAddress[] lookUp(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host is not known: " + host, e);
    }
  }

  /** Whether the address is meant to be reached from anywhere (IANA special-purpose registries). */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    var bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    var first = bytes[0] & 0xff;
    var second = bytes[1] & 0xff;
    var third = bytes[2] & 0xff;
    var carrier = first == 100 && second >= 64 && second <= 127;
    var assignments = first == 192 && second == 0 && third == 0;
    var benchmarks = first == 198 && (second == 18 || second == 19);
    return first != 0 && first < 240 && !carrier && !assignments && !benchmarks;
  }

  /** Only global unicast, 2000::/3; and none of the forms that carry an IPv4 address inside. */
  private static boolean isPublic6(byte[] bytes) {
    var first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    var second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    var global = first >> 13 == 1;
    var sixToFour = first == 0x2002;
    var teredo = first == 0x2001 && second == 0;
    return global && !sixToFour && !teredo;
  }

  /** The message names the host, not its address: that is not the application's to know. */
  static final class ForbiddenTarget extends RuntimeException {
    private static final long serialVersionUID = 1;

    ForbiddenTarget(String host) {
      super("webhook to a private address is not allowed: " + host, null, false, false);
    }
  }
}
