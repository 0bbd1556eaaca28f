package io.lorikeet.integrations;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKeyRights;
import io.lorikeet.actors.handler.ApplicationCommand.CheckApiKey;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceCommand.QueueDownlink;
import io.lorikeet.actors.handler.EndDeviceCommand.Queued;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.actors.multicast.MulticastCommand;
import io.lorikeet.actors.multicast.MulticastGroupId;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.RejoinOutcome;
import io.lorikeet.actors.networkserver.SessionDetails;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Devices that queue what they get, and applications that know one key. */
public final class FakeNetwork implements Network {

  /** A downlink as it reached its device. */
  public record Delivered(EndDeviceId device, QueueDownlink command) {}

  private final ActorSystem<?> system;
  private final List<Delivered> delivered = new CopyOnWriteArrayList<>();
  private volatile Function<QueueDownlink, EndDeviceCommand.Reply> devices =
      command -> new Queued(command.message().downlinkId());
  private volatile int silent;
  private volatile BiFunction<String, CheckApiKey, ApplicationCommand.Reply> applications =
      (asked, check) -> new ApiKeyRights(Set.of());

  public FakeNetwork(ActorSystem<?> system) {
    this.system = system;
  }

  public List<Delivered> delivered() {
    return List.copyOf(delivered);
  }

  public void answerWith(EndDeviceCommand.Reply reply) {
    devices = command -> reply;
  }

  /** One application has one key. */
  public void knowKey(String applicationId, String key, Set<Right> rights) {
    applications =
        (asked, check) ->
            new ApiKeyRights(
                asked.equals(applicationId) && check.secretHash().equals(ApiKey.hash(key))
                    ? rights
                    : Set.of());
  }

  public void answerApplicationsWith(ApplicationCommand.Reply reply) {
    applications = (asked, check) -> reply;
  }

  /** The next {@code times} questions get no answer. */
  public void beSilent(int times) {
    silent = times;
  }

  @Override
  public synchronized CompletionStage<EndDeviceCommand.Reply> device(
      EndDeviceId device, Function<ActorRef<EndDeviceCommand.Reply>, EndDeviceCommand> command) {
    if (silent > 0) {
      silent--;
      return CompletableFuture.failedStage(new TimeoutException("no answer"));
    }
    var queue = (QueueDownlink) command.apply(system.<EndDeviceCommand.Reply>ignoreRef());
    delivered.add(new Delivered(device, queue));
    return CompletableFuture.completedStage(devices.apply(queue));
  }

  @Override
  public CompletionStage<ApplicationCommand.Reply> application(
      String applicationId,
      Function<ActorRef<ApplicationCommand.Reply>, ApplicationCommand> command) {
    var check = (CheckApiKey) command.apply(system.<ApplicationCommand.Reply>ignoreRef());
    return CompletableFuture.completedStage(applications.apply(applicationId, check));
  }

  @Override
  public CompletionStage<MulticastCommand.Reply> multicastGroup(
      MulticastGroupId group,
      Function<ActorRef<MulticastCommand.Reply>, MulticastCommand> command) {
    throw new IllegalStateException("not asked in these tests");
  }

  @Override
  public CompletionStage<GatewayCommand.Reply> gateway(
      GatewayEui gateway, Function<ActorRef<GatewayCommand.Reply>, GatewayCommand> command) {
    throw new IllegalStateException("not asked in these tests");
  }

  @Override
  public CompletionStage<Optional<SessionDetails>> session(DevEui devEui) {
    throw new IllegalStateException("not asked in these tests");
  }

  @Override
  public CompletionStage<RejoinOutcome> wantRejoin(DevEui devEui, ForceRejoinReq request) {
    throw new IllegalStateException("not asked in these tests");
  }

  @Override
  public Directory directory() {
    throw new IllegalStateException("not asked in these tests");
  }
}
