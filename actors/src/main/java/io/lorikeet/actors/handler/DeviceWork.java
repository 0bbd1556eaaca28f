package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.handler.EndDeviceCommand.Rejected;
import io.lorikeet.actors.networkserver.DeviceProfile;
import io.lorikeet.protocol.region.Region;

/**
 * What the parts of one {@link EndDevice} share.
 *
 * @param effect makes the effects of its command handlers
 */
record DeviceWork(
    EndDeviceId id,
    EndDeviceSettings settings,
    EndDevice.Neighbours neighbours,
    ActorContext<EndDeviceCommand> context,
    TimerScheduler<EndDeviceCommand> timers,
    EffectFactories<EndDeviceEvent, EndDeviceState> effect) {

  /** The region as the device's plan uses it, in the revision that the device follows. */
  Region region(DeviceProfile profile) {
    return FrequencyPlans.of(context.getSystem())
        .region(profile.frequencyPlan(), profile.revision());
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> reject(
      ActorRef<EndDeviceCommand.Reply> replyTo, EndDeviceCommand.Reason reason, String detail) {
    return effect.reply(replyTo, new Rejected(reason, detail));
  }
}
