package io.lorikeet.actors.networkserver;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.protocol.region.Revision;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One {@link PlanRadio} for all devices that have it; made when the first of them needs it. */
final class PlanRadios implements Extension {

  private static final ExtensionId<PlanRadios> ID =
      new ExtensionId<>() {
        @Override
        public PlanRadios createExtension(ActorSystem<?> system) {
          return new PlanRadios(FrequencyPlans.of(system));
        }
      };

  private record Key(String plan, Revision revision, LorawanVersion version) {}

  private final FrequencyPlans plans;

  /** As many as there are plans, revisions and versions in use. */
  private final Map<Key, PlanRadio> made = new ConcurrentHashMap<>();

  /** Channels and data rates make some hundred of them for each plan, for any number of devices. */
  private static final int MAX_WINDOWS = 10_000;

  private final Map<ReceiveWindows, ReceiveWindows> windows = new ConcurrentHashMap<>();

  PlanRadios(FrequencyPlans plans) {
    this.plans = plans;
  }

  static PlanRadios of(ActorSystem<?> system) {
    return system.registerExtension(ID);
  }

  /**
   * @throws IllegalStateException if there is no such plan any more
   */
  DeviceRadio of(DeviceProfile profile) {
    var key = new Key(profile.frequencyPlan(), profile.revision(), profile.version());
    return new DeviceRadio(profile, made.computeIfAbsent(key, this::make));
  }

  /** The same, as all devices share it: each keeps its last ones until it is heard again. */
  ReceiveWindows shared(ReceiveWindows its) {
    var known = windows.get(its);
    if (known == null && windows.size() < MAX_WINDOWS) {
      windows.put(its, its);
    }
    return known == null ? its : known;
  }

  private PlanRadio make(Key key) {
    return PlanRadio.of(
        plans.get(key.plan()),
        plans.region(key.plan(), key.revision()),
        key.revision(),
        key.version());
  }
}
