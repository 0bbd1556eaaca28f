package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.handler.EndDeviceCommand.Rejected;

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

  ReplyEffect<EndDeviceEvent, EndDeviceState> reject(
      ActorRef<EndDeviceCommand.Reply> replyTo, EndDeviceCommand.Reason reason, String detail) {
    return effect.reply(replyTo, new Rejected(reason, detail));
  }
}
