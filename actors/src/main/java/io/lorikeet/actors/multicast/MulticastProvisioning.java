package io.lorikeet.actors.multicast;

import akka.actor.typed.ActorRef;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.multicast.MulticastCommand.AddMember;
import io.lorikeet.actors.multicast.MulticastCommand.Change;
import io.lorikeet.actors.multicast.MulticastCommand.Create;
import io.lorikeet.actors.multicast.MulticastCommand.GetGroup;
import io.lorikeet.actors.multicast.MulticastCommand.Reason;
import io.lorikeet.actors.multicast.MulticastCommand.Remove;
import io.lorikeet.actors.multicast.MulticastCommand.RemoveMember;
import io.lorikeet.actors.multicast.MulticastCommand.Removed;
import io.lorikeet.actors.multicast.MulticastCommand.Reply;
import io.lorikeet.actors.multicast.MulticastEvent.GroupRemoved;
import io.lorikeet.actors.multicast.MulticastEvent.GroupSet;
import io.lorikeet.actors.multicast.MulticastEvent.MemberAdded;
import io.lorikeet.actors.multicast.MulticastEvent.MemberRemoved;

/**
 * How a group comes to be, who is in it, and how it ends. Belongs to one {@link MulticastGroup}.
 */
final class MulticastProvisioning {

  private final MulticastWork work;
  private final MulticastSender sender;

  MulticastProvisioning(MulticastWork work, MulticastSender sender) {
    this.work = work;
    this.sender = sender;
  }

  ReplyEffect<MulticastEvent, MulticastState> onCreate(MulticastState state, Create command) {
    if (state.settings().isEmpty()) {
      return set(command.settings(), command.replyTo());
    }
    return state.settings().get().equals(command.settings())
        ? work.effect().reply(command.replyTo(), state.details()) // sent again
        : work.reject(
            command.replyTo(), Reason.ALREADY_EXISTS, "there is a group " + work.id() + " already");
  }

  ReplyEffect<MulticastEvent, MulticastState> onChange(MulticastState state, Change command) {
    return state.settings().isEmpty()
        ? work.notFound(command.replyTo())
        : set(command.settings(), command.replyTo());
  }

  private ReplyEffect<MulticastEvent, MulticastState> set(
      MulticastSettings settings, ActorRef<Reply> replyTo) {
    return work.effect()
        .persist(new GroupSet(settings))
        .thenRun(
            after -> {
              if (after.underWay().isEmpty()) {
                sender.forget();
              }
            })
        .thenReply(replyTo, MulticastState::details);
  }

  ReplyEffect<MulticastEvent, MulticastState> onRemove(MulticastState state, Remove command) {
    return state.settings().isEmpty()
        ? work.notFound(command.replyTo())
        : work.effect()
            .persist(new GroupRemoved())
            .thenRun(after -> sender.forget())
            .thenReply(command.replyTo(), after -> new Removed());
  }

  ReplyEffect<MulticastEvent, MulticastState> onGet(MulticastState state, GetGroup command) {
    return state.settings().isEmpty()
        ? work.notFound(command.replyTo())
        : work.effect().reply(command.replyTo(), state.details());
  }

  ReplyEffect<MulticastEvent, MulticastState> onAddMember(MulticastState state, AddMember command) {
    if (state.settings().isEmpty()) {
      return work.notFound(command.replyTo());
    }
    if (state.members().contains(command.member())) {
      return work.effect().reply(command.replyTo(), state.details());
    }
    return state.members().size() >= MulticastState.MAX_MEMBERS
        ? work.reject(
            command.replyTo(),
            Reason.FULL,
            "the group has " + MulticastState.MAX_MEMBERS + " devices, its limit")
        : work.effect()
            .persist(new MemberAdded(command.member()))
            .thenReply(command.replyTo(), MulticastState::details);
  }

  ReplyEffect<MulticastEvent, MulticastState> onRemoveMember(
      MulticastState state, RemoveMember command) {
    if (state.settings().isEmpty()) {
      return work.notFound(command.replyTo());
    }
    boolean has =
        state.members().stream().anyMatch(its -> its.deviceId().equals(command.deviceId()));
    return has
        ? work.effect()
            .persist(new MemberRemoved(command.deviceId()))
            .thenReply(command.replyTo(), MulticastState::details)
        : work.reject(
            command.replyTo(),
            Reason.NOT_FOUND,
            "no device " + command.deviceId() + " in " + work.id());
  }
}
