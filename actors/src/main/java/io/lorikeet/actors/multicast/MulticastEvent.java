package io.lorikeet.actors.multicast;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.multicast.MulticastCommand.Member;
import io.lorikeet.actors.multicast.MulticastCommand.SentMulticast;
import java.util.List;

/** What happened to a group. Stored for ever: add components only. */
public sealed interface MulticastEvent extends CborSerializable {

  /** Created, or changed. */
  record GroupSet(MulticastSettings settings) implements MulticastEvent {}

  record GroupRemoved() implements MulticastEvent {}

  record MemberAdded(Member member) implements MulticastEvent {}

  record MemberRemoved(String deviceId) implements MulticastEvent {}

  record MulticastQueued(MulticastMessage message) implements MulticastEvent {}

  /** The counter is used up, and the frame may be on its way to these gateways. */
  record MulticastTaken(String downlinkId, long fCnt, List<ChosenGateway> gateways)
      implements MulticastEvent {

    public MulticastTaken {
      gateways = List.copyOf(gateways);
    }
  }

  /** The store is an old copy: so many counters may have been used since, and are left out. */
  record MulticastCountersSkipped(int by, String restore) implements MulticastEvent {

    public MulticastCountersSkipped {
      restore = restore == null ? "" : restore; // before it was stored
    }

    LeftOut leftOut() {
      return new LeftOut(restore, by);
    }
  }

  /** It has left the queue for good. */
  record MulticastDone(SentMulticast sent) implements MulticastEvent {}
}
