package io.lorikeet.httpapi;

import io.lorikeet.actors.multicast.MulticastCommand;
import io.lorikeet.actors.multicast.MulticastCommand.GatewayOutcome;
import io.lorikeet.actors.multicast.MulticastCommand.GroupDetails;
import io.lorikeet.actors.multicast.MulticastCommand.Member;
import io.lorikeet.actors.multicast.MulticastCommand.Reason;
import io.lorikeet.actors.multicast.MulticastCommand.Rejected;
import io.lorikeet.actors.multicast.MulticastCommand.SentMulticast;
import io.lorikeet.actors.multicast.MulticastMessage;
import io.lorikeet.actors.multicast.MulticastSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A multicast group in memory; what it is given it sends at once by one gateway. */
final class FakeGroup {

  private Optional<MulticastSettings> settings = Optional.empty();
  private final List<Member> members = new ArrayList<>();
  private final List<MulticastMessage> waiting = new ArrayList<>();
  private final List<SentMulticast> sent = new ArrayList<>();

  MulticastCommand.Reply answer(MulticastCommand command) {
    if (command instanceof MulticastCommand.Create create && settings.isEmpty()) {
      settings = Optional.of(create.settings());
      return details();
    }
    if (settings.isEmpty()) {
      return new Rejected(Reason.NOT_FOUND, "no such group");
    }
    if (command instanceof MulticastCommand.GetGroup) {
      return details();
    }
    if (command instanceof MulticastCommand.Change change) {
      settings = Optional.of(change.settings());
      return details();
    }
    if (command instanceof MulticastCommand.Remove) {
      settings = Optional.empty();
      members.clear();
      return new MulticastCommand.Removed();
    }
    if (command instanceof MulticastCommand.AddMember add) {
      members.add(add.member());
      return details();
    }
    if (command instanceof MulticastCommand.RemoveMember remove) {
      return members.removeIf(its -> its.deviceId().equals(remove.deviceId()))
          ? details()
          : new Rejected(Reason.NOT_FOUND, "no such device");
    }
    if (command instanceof MulticastCommand.QueueMulticast queue) {
      waiting.add(queue.message());
      var outcome = new GatewayOutcome("roof", "accepted", Optional.of(queue.at()));
      sent.add(new SentMulticast(queue.message().downlinkId(), 0, queue.at(), List.of(outcome)));
      return new MulticastCommand.Queued(queue.message().downlinkId());
    }
    return new Rejected(Reason.ALREADY_EXISTS, "there is one");
  }

  private GroupDetails details() {
    return new GroupDetails(settings.orElseThrow(), members, sent.size(), waiting, sent);
  }
}
