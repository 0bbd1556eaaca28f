package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import java.util.Optional;

/** The radio of one device, made anew only when its profile changes. */
final class DeviceRadios {

  private final FrequencyPlans plans;
  private Optional<DeviceRadio> last = Optional.empty();

  DeviceRadios(FrequencyPlans plans) {
    this.plans = plans;
  }

  DeviceRadio of(DeviceProfile profile) {
    var known = last.filter(its -> its.profile() == profile);
    if (known.isPresent()) {
      return known.get();
    }
    var region = plans.region(profile.frequencyPlan(), profile.revision());
    var made = DeviceRadio.of(profile, region, plans.get(profile.frequencyPlan()));
    last = Optional.of(made);
    return made;
  }
}
