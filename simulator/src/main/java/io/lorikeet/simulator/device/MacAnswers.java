package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.mac.AdrParamSetup;
import io.lorikeet.protocol.mac.BeaconFreq;
import io.lorikeet.protocol.mac.DevStatus;
import io.lorikeet.protocol.mac.DlChannel;
import io.lorikeet.protocol.mac.DutyCycle;
import io.lorikeet.protocol.mac.LinkAdr;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.protocol.mac.NewChannel;
import io.lorikeet.protocol.mac.PingSlotChannel;
import io.lorikeet.protocol.mac.PingSlotInfo;
import io.lorikeet.protocol.mac.RejoinParamSetup;
import io.lorikeet.protocol.mac.RxParamSetup;
import io.lorikeet.protocol.mac.RxTimingSetup;
import io.lorikeet.protocol.mac.TxParamSetup;
import io.lorikeet.protocol.region.Region;
import java.util.ArrayList;
import java.util.List;

/** Does what the network says, and keeps the answers until they are sent. */
final class MacAnswers {

  /** About four fifths of 254. */
  private static final int BATTERY = 200;

  private static final int DEMODULATION_MARGIN = 10;

  private final Region region;
  private final Adr adr;
  private final BackOff backOff;
  private final ClassB classB;
  private final boolean before102;

  /** Sent once. */
  private final List<MacCommand> answers = new ArrayList<>();

  /** Sent with every uplink until a downlink shows that the network has understood. */
  private final List<MacCommand> sticky = new ArrayList<>();

  /**
   * @param before102 as in {@link DeviceSettings}
   */
  MacAnswers(Region region, Adr adr, BackOff backOff, ClassB classB, boolean before102) {
    this.region = region;
    this.adr = adr;
    this.backOff = backOff;
    this.classB = classB;
    this.before102 = before102;
  }

  /** A question of our own. */
  void add(MacCommand command) {
    answers.add(command);
  }

  /** Where answers belong that say how the device listens from now on. */
  private List<MacCommand> repeated() {
    return before102 ? answers : sticky;
  }

  /** What goes into the next uplink; as much of it as has room. */
  Payload take() {
    var commands = new ArrayList<>(sticky);
    commands.addAll(answers);
    answers.clear();
    while (MacCommands.encode(commands).size() > DataFrameSpec.MAX_F_OPTS) {
      commands.remove(commands.size() - 1);
    }
    return MacCommands.encode(commands);
  }

  /**
   * Handles the commands of one downlink.
   *
   * @param window in which it was heard: only after an uplink it shows that the network has heard
   *     the answers (LoRaWAN 1.0.3, 5.4)
   */
  void handle(List<MacCommand> commands, Session session, Window window) {
    if (window.followsUplink()) {
      sticky.clear();
    }
    var block = new ArrayList<LinkAdr.LinkADRReq>();
    for (var command : commands) {
      if (before102 && command.cid() > RxTimingSetup.CID && command.cid() < PingSlotInfo.CID) {
        break; // it does not know how long this is, so it cannot read on
      }
      if (command instanceof LinkAdr.LinkADRReq request) {
        if (before102) {
          setLink(block, session);
        }
        block.add(request);
        continue;
      }
      setLink(block, session);
      handle(command, session);
    }
    setLink(block, session);
  }

  /** Requests that stand side by side are one, with as many answers. */
  private void setLink(List<LinkAdr.LinkADRReq> block, Session session) {
    if (!block.isEmpty()) {
      var answer = adr.apply(block, session.channels.keySet());
      block.forEach(request -> answers.add(answer));
      block.clear();
    }
  }

  /** A command that the device does not know is not answered. */
  private void handle(MacCommand command, Session session) {
    if (command instanceof DevStatus.DevStatusReq) {
      answers.add(new DevStatus.DevStatusAns(BATTERY, DEMODULATION_MARGIN));
    } else if (command instanceof DutyCycle.DutyCycleReq) {
      answers.add(new DutyCycle.DutyCycleAns());
    } else if (command instanceof RxParamSetup.RXParamSetupReq request) {
      repeated().add(setRx(request, session));
    } else if (command instanceof NewChannel.NewChannelReq request && region.hasDynamicChannels()) {
      answers.add(setChannel(request, session));
    } else if (command instanceof RxTimingSetup.RXTimingSetupReq request) {
      session.rx = session.rx.withDelay(request.delaySeconds());
      repeated().add(new RxTimingSetup.RXTimingSetupAns());
    } else if (command instanceof DlChannel.DlChannelReq request && region.hasDynamicChannels()) {
      repeated().add(setDownlink(request, session));
    } else if (command instanceof TxParamSetup.TxParamSetupReq request
        && region.usesTxParamSetup()) {
      session.rx = session.rx.withDownlinkDwell(request.downlinkDwellTime());
      repeated().add(new TxParamSetup.TxParamSetupAns());
    } else if (command instanceof PingSlotChannel.PingSlotChannelReq request) {
      repeated().add(classB.set(request));
    } else if (command instanceof PingSlotInfo.PingSlotInfoAns) {
      classB.onAgreed();
    } else if (command instanceof BeaconFreq.BeaconFreqReq request) {
      boolean usual = request.frequencyHz() == 0 || possible(request.frequencyHz());
      answers.add(new BeaconFreq.BeaconFreqAns(usual));
    } else if (session.secrets.countsApart()) {
      handleOf11(command);
    }
  }

  private void handleOf11(MacCommand command) {
    if (command instanceof AdrParamSetup.ADRParamSetupReq request) {
      backOff.set(1 << request.limitExponent(), 1 << request.delayExponent());
      answers.add(new AdrParamSetup.ADRParamSetupAns());
    } else if (command instanceof RejoinParamSetup.RejoinParamSetupReq) {
      answers.add(new RejoinParamSetup.RejoinParamSetupAns(false));
    }
  }

  private RxParamSetup.RXParamSetupAns setRx(
      RxParamSetup.RXParamSetupReq request, Session session) {
    var answer =
        new RxParamSetup.RXParamSetupAns(
            possible(request.rx2FrequencyHz()),
            region.dataRateIndices(false).contains(request.rx2DataRate()),
            request.rx1DrOffset() <= region.maxRx1Offset());
    if (answer.accepted()) {
      session.rx =
          session
              .rx
              .withRx1Offset(request.rx1DrOffset())
              .withRx2DataRate(request.rx2DataRate())
              .withRx2Frequency(request.rx2FrequencyHz());
    }
    return answer;
  }

  /** A channel that is defined anew is answered on its own frequency again. */
  private NewChannel.NewChannelAns setChannel(NewChannel.NewChannelReq request, Session session) {
    int index = request.index();
    if (index < region.defaultChannels().size() || index >= region.maxChannels()) {
      return new NewChannel.NewChannelAns(false, false);
    }
    if (request.frequencyHz() == 0) {
      session.channels.remove(index);
      session.downlinkChannels.remove(index);
      adr.enabled().remove(index);
      return new NewChannel.NewChannelAns(true, true);
    }
    var answer =
        new NewChannel.NewChannelAns(
            possible(request.frequencyHz()), request.minDataRate() <= request.maxDataRate());
    if (answer.accepted()) {
      session.channels.put(index, request.frequencyHz());
      session.downlinkChannels.remove(index);
      adr.enabled().add(index);
    }
    return answer;
  }

  private DlChannel.DlChannelAns setDownlink(DlChannel.DlChannelReq request, Session session) {
    var answer =
        new DlChannel.DlChannelAns(
            possible(request.frequencyHz()), session.channels.containsKey(request.index()));
    if (answer.accepted()) {
      session.downlinkChannels.put(request.index(), request.frequencyHz());
    }
    return answer;
  }

  private boolean possible(long frequencyHz) {
    return region.allowsChannelAt(frequencyHz);
  }
}
