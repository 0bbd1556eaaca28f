package io.lorikeet.actors.handler;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.Directory;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What an application may ask of a downlink in class B or C.
 *
 * @param gateways that transmit it, tried in this order; empty: those that heard the device last;
 *     at most {@link #MAX_GATEWAYS}
 * @param absoluteTime when it goes out; at most {@link #MAX_AHEAD} ahead when it is asked for
 */
public record ClassBc(List<ChosenGateway> gateways, Optional<Instant> absoluteTime)
    implements CborSerializable {

  public static final int MAX_GATEWAYS = 10;

  /** How far ahead a downlink of a device or of a group may be given its time. */
  public static final Duration MAX_AHEAD = Duration.ofDays(31);

  public ClassBc {
    gateways = List.copyOf(gateways);
  }

  /**
   * @param gatewayId as the application has written it: the operator's name, or the EUI
   * @param eui which it is; empty until it was looked up
   */
  public record ChosenGateway(String gatewayId, Optional<GatewayEui> eui)
      implements CborSerializable {

    /** An EUI, alone or behind {@code eui-}, needs no looking up. */
    public static ChosenGateway named(String gatewayId) {
      var text = gatewayId.startsWith("eui-") ? gatewayId.substring(4) : gatewayId;
      try {
        return new ChosenGateway(gatewayId, Optional.of(GatewayEui.parse(text)));
      } catch (IllegalArgumentException name) {
        return new ChosenGateway(gatewayId, Optional.empty());
      }
    }
  }

  /** Whether a downlink may be given this time. */
  public static boolean inReach(Instant absoluteTime, Instant now) {
    return !absoluteTime.isAfter(now.plus(MAX_AHEAD));
  }

  /** A name that was not looked up, or that nobody has. */
  public Optional<String> unknownGateway() {
    return gateways.stream()
        .filter(gateway -> gateway.eui().isEmpty())
        .map(ChosenGateway::gatewayId)
        .findFirst();
  }

  /** Looks the names up; those that nobody has are left as they are. */
  public static CompletionStage<List<ChosenGateway>> resolve(
      List<ChosenGateway> named, Directory directory) {
    CompletionStage<List<ChosenGateway>> all = CompletableFuture.completedStage(List.of());
    for (var gateway : named) {
      all = all.thenCombine(find(gateway, directory), ClassBc::append);
    }
    return all;
  }

  /** The same with the gateways looked up. */
  public CompletionStage<ClassBc> resolved(Directory directory) {
    return resolve(gateways, directory).thenApply(found -> new ClassBc(found, absoluteTime));
  }

  private static CompletionStage<ChosenGateway> find(ChosenGateway gateway, Directory directory) {
    return gateway.eui().isPresent()
        ? CompletableFuture.completedStage(gateway)
        : directory
            .find(Directory.Kind.GATEWAY, Directory.NO_OWNER, gateway.gatewayId())
            .thenApply(
                entry ->
                    new ChosenGateway(
                        gateway.gatewayId(), entry.map(its -> GatewayEui.parse(its.key()))));
  }

  private static List<ChosenGateway> append(List<ChosenGateway> some, ChosenGateway one) {
    var more = new ArrayList<>(some);
    more.add(one);
    return more;
  }
}
