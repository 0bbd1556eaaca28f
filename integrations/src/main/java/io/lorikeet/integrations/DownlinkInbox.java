package io.lorikeet.integrations;

import akka.actor.typed.ActorSystem;
import akka.pattern.Patterns;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.ClassBc;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceCommand.QueueDownlink;
import io.lorikeet.actors.handler.EndDeviceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts what applications ask to send into the queues of their devices. */
public final class DownlinkInbox {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ActorSystem<?> system;
  private final CompletionStage<Network> network;
  private final Clock clock;
  private final Duration patience;

  /**
   * @param network completes when there is one
   * @param patience how long a device that does not answer is asked again
   */
  public DownlinkInbox(
      ActorSystem<?> system, CompletionStage<Network> network, Clock clock, Duration patience) {
    this.system = system;
    this.network = network;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Queues one downlink. A device that does not answer is asked again with the same downlink, which
   * takes effect once.
   *
   * @return empty when it is in the queue, durably; else why it is refused. Fails when the device
   *     does not answer at all: then it may be in the queue or not.
   */
  public CompletionStage<Optional<String>> queue(EndDeviceId device, DownlinkMessage message) {
    var now = clock.instant();
    var tooFar =
        message.classBc().flatMap(ClassBc::absoluteTime).filter(at -> !ClassBc.inReach(at, now));
    return tooFar.isPresent()
        ? CompletableFuture.completedStage(
            Optional.of(
                "class_bc.absolute_time: %s (expected: at most %d days ahead)"
                    .formatted(tooFar.get(), ClassBc.MAX_AHEAD.toDays())))
        : attempt(device, message, now.plus(patience));
  }

  private CompletionStage<Optional<String>> attempt(
      EndDeviceId device, DownlinkMessage message, Instant deadline) {
    return network
        .thenCompose(to -> queue(to, device, message))
        .handle(
            (refusal, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedStage(refusal);
              }
              if (clock.instant().isAfter(deadline)) {
                return CompletableFuture.<Optional<String>>failedStage(failure);
              }
              return Patterns.after(PAUSE, system, () -> attempt(device, message, deadline));
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Optional<String>> queue(
      Network to, EndDeviceId device, DownlinkMessage message) {
    var unknown = message.classBc().flatMap(ClassBc::unknownGateway);
    if (unknown.isPresent()) {
      return message
          .classBc()
          .get()
          .resolved(to.directory())
          .thenCompose(
              found ->
                  found.unknownGateway().isPresent()
                      ? CompletableFuture.completedStage(
                          Optional.of("no such gateway: " + found.unknownGateway().get()))
                      : queue(to, device, message.with(found)));
    }
    return to.device(device, replyTo -> new QueueDownlink(message, clock.instant(), replyTo))
        .thenApply(DownlinkInbox::refusal);
  }

  private static Optional<String> refusal(EndDeviceCommand.Reply reply) {
    if (reply instanceof EndDeviceCommand.Queued) {
      return Optional.empty();
    }
    if (reply instanceof EndDeviceCommand.Rejected rejected) {
      return Optional.of(
          switch (rejected.reason()) {
            case NOT_FOUND -> "no such device";
            case QUEUE_FULL -> "the queue of the device is full";
            case PAYLOAD_TOO_LARGE -> "payload too large: " + rejected.detail();
            case UNAVAILABLE -> throw new IllegalStateException("the device is not available");
            case ALREADY_EXISTS, DEV_EUI_TAKEN -> rejected.detail();
          });
    }
    throw new IllegalStateException("unexpected answer to a downlink: " + reply.getClass());
  }
}
