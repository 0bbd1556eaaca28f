package io.lorikeet.httpapi;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayRegistration;
import io.lorikeet.actors.gateway.GatewayStatus;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.ApplicationCommand.ApplicationDetails;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.multicast.MulticastCommand;
import io.lorikeet.actors.multicast.MulticastGroupId;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.RejoinOutcome;
import io.lorikeet.actors.networkserver.SessionDetails;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** The network in memory: the same answers as the entities give, without their durability. */
final class FakeNetwork implements Network, Directory {

  private final ActorSystem<?> system;
  private final Map<String, FakeApplication> applications = new HashMap<>();
  private final Map<EndDeviceId, FakeDevice> devices = new HashMap<>();
  private final Map<GatewayEui, GatewayRegistration> gateways = new HashMap<>();
  private final Map<MulticastGroupId, FakeGroup> groups = new HashMap<>();
  private final Map<String, TreeMap<String, Entry>> names = new HashMap<>();

  /** What the network side says of devices; tests write it. */
  final Map<DevEui, SessionDetails> sessions = new HashMap<>();

  final Map<DevEui, ForceRejoinReq> rejoins = new HashMap<>();

  /** What gateways say of themselves; tests write it. */
  final Map<GatewayEui, GatewayStatus> statuses = new HashMap<>();

  /** Whether nothing answers any more. */
  boolean silent;

  /** Whether asking breaks. */
  boolean broken;

  FakeNetwork(ActorSystem<?> system) {
    this.system = system;
  }

  FakeDevice fakeDevice(String applicationId, String deviceId) {
    return devices.get(new EndDeviceId(applicationId, deviceId));
  }

  @Override
  public CompletionStage<ApplicationCommand.Reply> application(
      String applicationId,
      Function<ActorRef<ApplicationCommand.Reply>, ApplicationCommand> command) {
    return answer(() -> onApplication(applicationId, command.apply(system.ignoreRef())));
  }

  private ApplicationCommand.Reply onApplication(String id, ApplicationCommand command) {
    var existing = applications.get(id);
    if (command instanceof ApplicationCommand.Create create) {
      if (existing != null) {
        return new ApplicationCommand.Rejected(ApplicationCommand.Reason.ALREADY_EXISTS);
      }
      var details =
          new ApplicationDetails(
              id, create.name(), create.description(), create.at(), List.of(), List.of());
      applications.put(id, new FakeApplication(details));
      return details;
    }
    if (existing == null) {
      return new ApplicationCommand.Rejected(ApplicationCommand.Reason.NOT_FOUND);
    }
    if (command instanceof ApplicationCommand.Remove) {
      applications.remove(id);
      return new ApplicationCommand.Removed();
    }
    return existing.answer(command);
  }

  @Override
  public CompletionStage<EndDeviceCommand.Reply> device(
      EndDeviceId device, Function<ActorRef<EndDeviceCommand.Reply>, EndDeviceCommand> command) {
    return answer(() -> onDevice(device, command.apply(system.ignoreRef())));
  }

  private EndDeviceCommand.Reply onDevice(EndDeviceId id, EndDeviceCommand command) {
    var existing = devices.get(id);
    if (command instanceof EndDeviceCommand.Register register) {
      if (existing != null) {
        return rejected(EndDeviceCommand.Reason.ALREADY_EXISTS, "the id is in use");
      }
      var taken =
          devices.values().stream()
              .anyMatch(other -> other.hasDevEui(register.registration().devEui()));
      if (taken) {
        return rejected(EndDeviceCommand.Reason.DEV_EUI_TAKEN, "another device has this dev_eui");
      }
      devices.put(id, new FakeDevice(register.registration()));
      return new EndDeviceCommand.Registered(register.registration());
    }
    if (existing == null) {
      return rejected(EndDeviceCommand.Reason.NOT_FOUND, "no such device");
    }
    if (command instanceof EndDeviceCommand.Remove) {
      devices.remove(id);
      return new EndDeviceCommand.Removed();
    }
    return existing.answer(command);
  }

  static EndDeviceCommand.Rejected rejected(EndDeviceCommand.Reason reason, String detail) {
    return new EndDeviceCommand.Rejected(reason, detail);
  }

  @Override
  public CompletionStage<MulticastCommand.Reply> multicastGroup(
      MulticastGroupId group,
      Function<ActorRef<MulticastCommand.Reply>, MulticastCommand> command) {
    return answer(
        () ->
            groups
                .computeIfAbsent(group, its -> new FakeGroup())
                .answer(command.apply(system.ignoreRef())));
  }

  @Override
  public CompletionStage<GatewayCommand.Reply> gateway(
      GatewayEui gateway, Function<ActorRef<GatewayCommand.Reply>, GatewayCommand> command) {
    return answer(() -> onGateway(gateway, command.apply(system.ignoreRef())));
  }

  private GatewayCommand.Reply onGateway(GatewayEui eui, GatewayCommand command) {
    var existing = Optional.ofNullable(gateways.get(eui));
    if (command instanceof GatewayCommand.GetGateway) {
      return new GatewayCommand.GatewayDetails(
          existing, statuses.getOrDefault(eui, NEVER_CONNECTED));
    }
    if (command instanceof GatewayCommand.Register register) {
      gateways.put(eui, register.registration());
      return new GatewayCommand.Registered(register.registration());
    }
    if (existing.isEmpty()) {
      return new GatewayCommand.Refused(GatewayCommand.Reason.NOT_REGISTERED);
    }
    if (command instanceof GatewayCommand.Change change) {
      gateways.put(eui, change.registration());
      return new GatewayCommand.Registered(change.registration());
    }
    if (command instanceof GatewayCommand.Remove) {
      gateways.remove(eui);
      return new GatewayCommand.Removed();
    }
    throw new IllegalArgumentException("command: " + command);
  }

  private static final GatewayStatus NEVER_CONNECTED =
      new GatewayStatus(
          false,
          "",
          "",
          Optional.empty(),
          OptionalLong.empty(),
          Map.of(),
          GatewayStatus.Counters.ZERO);

  @Override
  public CompletionStage<Optional<SessionDetails>> session(DevEui devEui) {
    return answer(() -> Optional.ofNullable(sessions.get(devEui)));
  }

  /** Accepted if the device has a session of LoRaWAN 1.1. */
  @Override
  public CompletionStage<RejoinOutcome> wantRejoin(DevEui devEui, ForceRejoinReq request) {
    var session = Optional.ofNullable(sessions.get(devEui));
    var outcome =
        session
            .map(its -> its.v11().isPresent() ? RejoinOutcome.ACCEPTED : RejoinOutcome.UNSUPPORTED)
            .orElse(RejoinOutcome.NOT_JOINED);
    if (outcome == RejoinOutcome.ACCEPTED) {
      rejoins.put(devEui, request);
    }
    return answer(() -> outcome);
  }

  @Override
  public Directory directory() {
    return this;
  }

  @Override
  public CompletionStage<Done> add(Kind kind, String owner, Entry entry) {
    return answer(
        () -> {
          names(kind, owner).put(entry.name(), entry);
          return Done.getInstance();
        });
  }

  @Override
  public CompletionStage<Done> remove(Kind kind, String owner, String name) {
    return answer(
        () -> {
          names(kind, owner).remove(name);
          return Done.getInstance();
        });
  }

  @Override
  public CompletionStage<Optional<Entry>> find(Kind kind, String owner, String name) {
    return answer(() -> Optional.ofNullable(names(kind, owner).get(name)));
  }

  @Override
  public CompletionStage<List<Entry>> list(Kind kind, String owner, String after, int limit) {
    return answer(
        () -> names(kind, owner).tailMap(after, false).values().stream().limit(limit).toList());
  }

  private TreeMap<String, Entry> names(Kind kind, String owner) {
    return names.computeIfAbsent(kind + "/" + owner, key -> new TreeMap<>());
  }

  Set<String> names(Kind kind) {
    return Set.copyOf(names(kind, NO_OWNER).keySet());
  }

  private synchronized <T> CompletionStage<T> answer(Supplier<T> answer) {
    if (broken) {
      return CompletableFuture.failedFuture(new IllegalStateException("broken by the test"));
    }
    return silent
        ? CompletableFuture.failedFuture(new TimeoutException("silenced by the test"))
        : CompletableFuture.completedFuture(answer.get());
  }
}
