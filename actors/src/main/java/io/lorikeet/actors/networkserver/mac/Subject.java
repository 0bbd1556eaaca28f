package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.protocol.mac.AdrParamSetup;
import io.lorikeet.protocol.mac.BeaconFreq;
import io.lorikeet.protocol.mac.DevStatus;
import io.lorikeet.protocol.mac.DlChannel;
import io.lorikeet.protocol.mac.DutyCycle;
import io.lorikeet.protocol.mac.LinkAdr;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.NewChannel;
import io.lorikeet.protocol.mac.PingSlotChannel;
import io.lorikeet.protocol.mac.RejoinParamSetup;
import io.lorikeet.protocol.mac.RxParamSetup;
import io.lorikeet.protocol.mac.RxTimingSetup;
import io.lorikeet.protocol.mac.TxParamSetup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a device can be asked, in the order in which it is. What some devices do not know comes late
 * in a frame, as they stop reading there.
 */
enum Subject {
  RX_PARAMETERS(RxParamSetup.CID, 2, true),
  NEW_CHANNEL(NewChannel.CID, 2, false),
  LINK(LinkAdr.CID, 2, false),
  RX_TIMING(RxTimingSetup.CID, 1, true),
  DUTY_CYCLE(DutyCycle.CID, 1, false),
  STATUS(DevStatus.CID, 3, false),
  TX_PARAMETERS(TxParamSetup.CID, 1, true),
  DL_CHANNEL(DlChannel.CID, 2, true),
  PING_SLOTS(PingSlotChannel.CID, 2, true),
  BEACON(BeaconFreq.CID, 2, false),
  ADR_BACKOFF(AdrParamSetup.CID, 1, false),
  REJOIN_BACKOFF(RejoinParamSetup.CID, 2, false);

  private final int cid;
  private final int answerSize;
  private final boolean sticky;

  /**
   * @param answerSize bytes of the answer to one command, with its first
   * @param sticky whether a device repeats the answer until it hears the network
   */
  Subject(int cid, int answerSize, boolean sticky) {
    this.cid = cid;
    this.answerSize = answerSize;
    this.sticky = sticky;
  }

  int cid() {
    return cid;
  }

  int answerSize() {
    return answerSize;
  }

  boolean sticky() {
    return sticky;
  }

  /** The subject of a command, request or answer; empty if it is none that is negotiated. */
  static Optional<Subject> of(MacCommand command) {
    return Stream.of(values()).filter(subject -> subject.cid == command.cid()).findFirst();
  }

  /**
   * What leads from one to the other; each element is one request, which is agreed to or not as a
   * whole. {@link #STATUS} is not about parameters and never here.
   */
  List<List<MacCommand>> requests(MacParameters current, MacParameters desired, MacRules rules) {
    return switch (this) {
      case RX_PARAMETERS -> one(WindowRequests.parameters(current, desired));
      case NEW_CHANNEL -> each(ChannelRequests.definitions(current, desired, rules));
      case LINK -> {
        var block = LinkRequests.block(current, desired, rules);
        yield block.isEmpty() ? List.of() : List.of(block);
      }
      case RX_TIMING -> one(WindowRequests.timing(current, desired));
      case DUTY_CYCLE -> one(SendingRequests.dutyCycle(current, desired));
      case STATUS -> List.of();
      case TX_PARAMETERS -> one(SendingRequests.txParameters(current, desired, rules));
      case DL_CHANNEL -> each(ChannelRequests.downlinks(current, desired, rules));
      case PING_SLOTS -> one(ClassBRequests.pingSlots(current, desired));
      case BEACON -> one(ClassBRequests.beacon(current, desired));
      case ADR_BACKOFF -> one(BackoffRequests.adr(current, desired, rules));
      case REJOIN_BACKOFF -> one(BackoffRequests.rejoin(current, desired, rules));
    };
  }

  private static List<List<MacCommand>> one(Optional<MacCommand> request) {
    return request.map(List::of).stream().toList();
  }

  private static List<List<MacCommand>> each(List<MacCommand> requests) {
    return requests.stream().map(List::of).toList();
  }

  /** What holds after the device has agreed to a request. */
  static MacParameters accepted(MacParameters current, List<MacCommand> request, MacRules rules) {
    var command = request.get(0);
    if (command instanceof RxParamSetup.RXParamSetupReq its) {
      return WindowRequests.accepted(current, its);
    }
    if (command instanceof RxTimingSetup.RXTimingSetupReq its) {
      return WindowRequests.accepted(current, its);
    }
    if (command instanceof DutyCycle.DutyCycleReq its) {
      return SendingRequests.accepted(current, its);
    }
    if (command instanceof TxParamSetup.TxParamSetupReq its) {
      return SendingRequests.accepted(current, its);
    }
    if (command instanceof NewChannel.NewChannelReq its) {
      return ChannelRequests.accepted(current, its);
    }
    if (command instanceof DlChannel.DlChannelReq its) {
      return ChannelRequests.accepted(current, its);
    }
    if (command instanceof PingSlotChannel.PingSlotChannelReq its) {
      return ClassBRequests.accepted(current, its);
    }
    if (command instanceof BeaconFreq.BeaconFreqReq its) {
      return ClassBRequests.accepted(current, its);
    }
    if (command instanceof AdrParamSetup.ADRParamSetupReq its) {
      return BackoffRequests.accepted(current, its);
    }
    if (command instanceof RejoinParamSetup.RejoinParamSetupReq its) {
      return BackoffRequests.accepted(current, its);
    }
    return command instanceof LinkAdr.LinkADRReq
        ? LinkRequests.accepted(current, request, rules)
        : current;
  }
}
