package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.adr.LinkSettings;
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
import io.lorikeet.protocol.region.ChannelMask;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** A device as the standard has it, with the faults that a test gives it. */
final class PlayedDevice {

  private final MacRules rules;
  private final Set<Integer> ignored = new TreeSet<>();
  private final Set<Integer> refused = new TreeSet<>();
  private final Set<Integer> refusedDataRates = new TreeSet<>();
  private final Set<Integer> refusedTxPowers = new TreeSet<>();
  private final List<MacCommand> once = new ArrayList<>();
  private final List<MacCommand> sticky = new ArrayList<>();
  private MacParameters uses;
  private int dataRate;
  private boolean singleLinkAnswer;
  private boolean neverListens;

  PlayedDevice(MacParameters uses, int dataRate, MacRules rules) {
    this.uses = uses.withLink(new LinkSettings(dataRate, 0, 1));
    this.dataRate = dataRate;
    this.rules = rules;
  }

  PlayedDevice ignores(Integer... cids) {
    ignored.addAll(List.of(cids));
    return this;
  }

  PlayedDevice refuses(Integer... cids) {
    refused.addAll(List.of(cids));
    return this;
  }

  PlayedDevice refusesDataRates(Integer... rates) {
    refusedDataRates.addAll(List.of(rates));
    return this;
  }

  PlayedDevice refusesTxPowers(Integer... powers) {
    refusedTxPowers.addAll(List.of(powers));
    return this;
  }

  /** Answers a block of LinkADRReq once, as 1.1 says. */
  PlayedDevice answersBlocksOnce() {
    singleLinkAnswer = true;
    return this;
  }

  /** Repeats sticky answers for ever. */
  PlayedDevice neverStopsRepeating() {
    neverListens = true;
    return this;
  }

  MacParameters uses() {
    return uses;
  }

  int dataRate() {
    return dataRate;
  }

  void changesDataRate(int other) {
    dataRate = other;
    uses = uses.withLink(new LinkSettings(other, 0, 1));
  }

  /** What its next uplink says. */
  MacUplink uplink(long fCnt) {
    var commands = new ArrayList<>(sticky);
    commands.addAll(once);
    once.clear();
    return new MacUplink(
        fCnt,
        OptionalInt.of(dataRate),
        true,
        commands,
        NegotiationTest.START.plusSeconds(60 * fCnt));
  }

  void hears(List<MacCommand> commands) {
    if (!neverListens) {
      sticky.clear();
    }
    var block = new ArrayList<MacCommand>();
    for (var command : commands) {
      if (ignored.contains(command.cid())) {
        continue;
      }
      if (command instanceof LinkAdr.LinkADRReq) {
        block.add(command);
        if (!rules.since102()) {
          link(List.copyOf(block));
          block.clear();
        }
      } else {
        one(command);
      }
    }
    if (!block.isEmpty()) {
      link(block);
    }
  }

  private void link(List<MacCommand> block) {
    var last = (LinkAdr.LinkADRReq) block.get(block.size() - 1);
    Set<Integer> enabled = uses.enabled();
    boolean masksOk = !refused.contains(LinkAdr.CID);
    for (var command : block) {
      var request = (LinkAdr.LinkADRReq) command;
      var after =
          rules
              .masks()
              .applied(
                  new ChannelMask(request.chMaskCntl(), request.chMask()),
                  enabled,
                  uses.channels().keySet());
      masksOk &= after.isPresent();
      enabled = after.orElse(enabled);
    }
    var answer =
        new LinkAdr.LinkADRAns(
            masksOk,
            !refusedDataRates.contains(last.dataRate()),
            !refusedTxPowers.contains(last.txPower()));
    for (int i = 0; i < (singleLinkAnswer ? 1 : block.size()); i++) {
      once.add(answer);
    }
    if (answer.accepted()) {
      uses = LinkRequests.accepted(uses, block, rules);
      dataRate = uses.link().dataRate();
    }
  }

  private void one(MacCommand command) {
    boolean ok = !refused.contains(command.cid());
    if (command instanceof NewChannel.NewChannelReq its && its.index() < rules.defaultChannels()) {
      ok = false;
    }
    var known = Subject.of(command);
    if (known.isEmpty()) {
      return;
    }
    (known.get().sticky() && rules.since102() ? sticky : once).add(answer(known.get(), ok));
    if (ok) {
      uses = Subject.accepted(uses, List.of(command), rules);
    }
  }

  private static MacCommand answer(Subject subject, boolean ok) {
    return switch (subject) {
      case RX_PARAMETERS -> new RxParamSetup.RXParamSetupAns(ok, true, true);
      case NEW_CHANNEL -> new NewChannel.NewChannelAns(ok, true);
      case LINK -> new LinkAdr.LinkADRAns(ok, true, true);
      case RX_TIMING -> new RxTimingSetup.RXTimingSetupAns();
      case DUTY_CYCLE -> new DutyCycle.DutyCycleAns();
      case STATUS -> new DevStatus.DevStatusAns(200, 7);
      case TX_PARAMETERS -> new TxParamSetup.TxParamSetupAns();
      case DL_CHANNEL -> new DlChannel.DlChannelAns(ok, true);
      case PING_SLOTS -> new PingSlotChannel.PingSlotChannelAns(ok, true);
      case BEACON -> new BeaconFreq.BeaconFreqAns(ok);
      case ADR_BACKOFF -> new AdrParamSetup.ADRParamSetupAns();
      case REJOIN_BACKOFF -> new RejoinParamSetup.RejoinParamSetupAns(ok);
    };
  }
}
