package io.lorikeet.simulator.device;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.mac.DevStatus;
import io.lorikeet.protocol.mac.LinkAdr;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.protocol.mac.OtherMacCommand;
import io.lorikeet.protocol.region.Region;
import java.util.ArrayList;
import java.util.List;

/** Does what the network says, and keeps the answers until they are sent. */
final class MacAnswers {

  private static final int DUTY_CYCLE = 0x04;
  private static final int RX_PARAM_SETUP = 0x05;
  private static final int NEW_CHANNEL = 0x07;
  private static final int RX_TIMING_SETUP = 0x08;
  private static final int MAX_CHANNELS = 16;

  /** About four fifths of 254. */
  private static final int BATTERY = 200;

  private static final int DEMODULATION_MARGIN = 10;

  private final Region region;
  private final Adr adr;

  /** Sent once. */
  private final List<MacCommand> answers = new ArrayList<>();

  /** Sent with every uplink until a downlink shows that the network has understood. */
  private final List<MacCommand> sticky = new ArrayList<>();

  MacAnswers(Region region, Adr adr) {
    this.region = region;
    this.adr = adr;
  }

  /** A question of our own. */
  void add(MacCommand command) {
    answers.add(command);
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

  /** Handles the commands of one downlink. */
  void handle(List<MacCommand> commands, Session session) {
    sticky.clear();
    var block = new ArrayList<LinkAdr.LinkADRReq>();
    for (var command : commands) {
      if (command instanceof LinkAdr.LinkADRReq request) {
        block.add(request);
        continue;
      }
      setLink(block, session);
      if (command instanceof DevStatus.DevStatusReq) {
        answers.add(new DevStatus.DevStatusAns(BATTERY, DEMODULATION_MARGIN));
      }
      if (command instanceof OtherMacCommand other) {
        handle(other, session);
      }
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

  private void handle(OtherMacCommand command, Session session) {
    switch (command.cid()) {
      case DUTY_CYCLE -> answers.add(answer(DUTY_CYCLE));
      case RX_PARAM_SETUP -> sticky.add(answer(RX_PARAM_SETUP, setRx(command.body(), session)));
      case NEW_CHANNEL -> answers.add(answer(NEW_CHANNEL, setChannel(command.body(), session)));
      case RX_TIMING_SETUP -> {
        session.rx = session.rx.withDelay(command.body().at(0) & 0x0f);
        sticky.add(answer(RX_TIMING_SETUP));
      }
      default -> {
        // A device that does not know a command does not answer it.
      }
    }
  }

  /** Bit 0 the frequency is possible, bit 1 the data rate of RX2, bit 2 the offset of RX1. */
  private int setRx(Payload body, Session session) {
    int offset = body.at(0) >> 4 & 0x07;
    int dataRate = body.at(0) & 0x0f;
    int frequency = (int) LittleEndian.read(body, 1, 3) * 100;
    int status =
        (region.subBandOf(frequency).isPresent() ? 1 : 0)
            | (dataRate <= region.maxAdrDataRate() ? 2 : 0)
            | (offset <= 5 ? 4 : 0);
    if (status == 7) {
      session.rx = new RxParameters(session.rx.delaySeconds(), offset, dataRate, frequency);
    }
    return status;
  }

  /** Bit 0 the frequency is possible, bit 1 the data rates are. */
  private int setChannel(Payload body, Session session) {
    int index = body.at(0);
    int frequency = (int) LittleEndian.read(body, 1, 3) * 100;
    if (index < region.defaultChannels().size() || index >= MAX_CHANNELS) {
      return 0;
    }
    if (frequency == 0) {
      session.channels.remove(index);
      adr.enabled().remove(index);
      return 3;
    }
    if (region.subBandOf(frequency).isEmpty()) {
      return 2;
    }
    session.channels.put(index, frequency);
    adr.enabled().add(index);
    return 3;
  }

  private static OtherMacCommand answer(int cid, int... body) {
    var bytes = new byte[body.length];
    for (int i = 0; i < body.length; i++) {
      bytes[i] = (byte) body[i];
    }
    return new OtherMacCommand(cid, Payload.of(bytes));
  }
}
