package io.lorikeet.actors.handler;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.handler.EndDeviceCommand.DownlinkState;
import io.lorikeet.protocol.id.DevAddr;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A device's downlinks, the next first.
 *
 * @param items at most {@link #MAX_ITEMS}
 * @param lastFCnt the highest counter that a downlink of this session was encrypted with; -1: none
 * @param session address of the session that downlinks go out in; empty before the first
 */
public record DownlinkQueue(List<Item> items, long lastFCnt, Optional<DevAddr> session)
    implements CborSerializable {

  public static final int MAX_ITEMS = 100;

  /** A moment that has just passed is still kept as well as it can be. */
  private static final Duration LATE_AFTER = Duration.ofSeconds(1);

  static final DownlinkQueue EMPTY = new DownlinkQueue(List.of(), -1, Optional.empty());

  public DownlinkQueue {
    items = List.copyOf(items);
  }

  /**
   * @param attempts how often it was given to the network
   * @param fCnt the counter of the last time; -1 before the first
   */
  public record Item(DownlinkMessage message, DownlinkState state, int attempts, long fCnt)
      implements CborSerializable {

    String id() {
      return message.downlinkId();
    }

    boolean open() {
      return state == DownlinkState.QUEUED;
    }
  }

  Optional<Item> find(String downlinkId) {
    return items.stream().filter(item -> item.id().equals(downlinkId)).findFirst();
  }

  /** The one the network has now, or that the device is to acknowledge. */
  Optional<Item> underWay() {
    return items.stream().filter(item -> !item.open()).findFirst();
  }

  /** The next to send that fits and may go, if nothing is under way. */
  Optional<Item> next(int maxPayload, Predicate<DownlinkMessage> mayGo) {
    if (underWay().isPresent()) {
      return Optional.empty();
    }
    return items.stream()
        .filter(item -> item.message().payload().size() <= maxPayload)
        .filter(item -> mayGo.test(item.message()))
        .findFirst();
  }

  /** Whose moment has passed without them. */
  List<Item> late(Instant now) {
    return items.stream()
        .filter(Item::open)
        .filter(
            item ->
                item.message()
                    .absoluteTime()
                    .filter(at -> at.isBefore(now.minus(LATE_AFTER)))
                    .isPresent())
        .toList();
  }

  List<Item> expired(Instant now) {
    return items.stream()
        .filter(Item::open)
        .filter(item -> item.message().expiresAt().filter(end -> end.isBefore(now)).isPresent())
        .toList();
  }

  /** One that is under way cannot be taken back, and stays. */
  DownlinkQueue add(DownlinkMessage message) {
    var item = new Item(message, DownlinkState.QUEUED, 0, -1);
    var next = new ArrayList<Item>();
    switch (message.schedule()) {
      case REPLACE -> {
        items.stream().filter(its -> !its.open()).forEach(next::add);
        next.add(item);
      }
      case FIRST -> {
        items.stream().filter(its -> !its.open()).forEach(next::add);
        next.add(item);
        items.stream().filter(Item::open).forEach(next::add);
      }
      case LAST -> {
        next.addAll(items);
        next.add(item);
      }
    }
    return new DownlinkQueue(next, lastFCnt, session);
  }

  DownlinkQueue remove(Set<String> downlinkIds) {
    return new DownlinkQueue(
        items.stream().filter(item -> !downlinkIds.contains(item.id())).toList(),
        lastFCnt,
        session);
  }

  DownlinkQueue take(String downlinkId, long fCnt) {
    return change(
            downlinkId,
            item -> new Item(item.message(), DownlinkState.SCHEDULED, item.attempts() + 1, fCnt))
        .withLastFCnt(fCnt);
  }

  DownlinkQueue to(String downlinkId, DownlinkState state) {
    return change(
        downlinkId, item -> new Item(item.message(), state, item.attempts(), item.fCnt()));
  }

  /** A new session: its counters start again, and what the old one left under way waits again. */
  DownlinkQueue restart(DevAddr newSession) {
    return new DownlinkQueue(
        items.stream()
            .map(item -> new Item(item.message(), DownlinkState.QUEUED, item.attempts(), -1))
            .toList(),
        -1,
        Optional.of(newSession));
  }

  /** The counters so far belong to this session. */
  DownlinkQueue in(DevAddr current) {
    return new DownlinkQueue(items, lastFCnt, Optional.of(current));
  }

  /** What does not fit, and waits. */
  List<Item> tooLarge(int maxPayload) {
    return items.stream()
        .filter(Item::open)
        .filter(item -> item.message().payload().size() > maxPayload)
        .toList();
  }

  private DownlinkQueue withLastFCnt(long fCnt) {
    return new DownlinkQueue(items, Math.max(lastFCnt, fCnt), session);
  }

  private DownlinkQueue change(String downlinkId, UnaryOperator<Item> change) {
    return new DownlinkQueue(
        items.stream()
            .map(item -> item.id().equals(downlinkId) ? change.apply(item) : item)
            .toList(),
        lastFCnt,
        session);
  }
}
