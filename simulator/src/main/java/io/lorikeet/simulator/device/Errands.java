package io.lorikeet.simulator.device;

import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.MType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * What a device was told to do: one errand after the other, each with as many transmissions as it
 * takes. Lives on the loop.
 */
final class Errands {

  private static final int KEPT = 1_000;
  private static final int JOIN_DELAY_SECONDS = 5;
  private static final int MAX_DEV_NONCE = 0xffff;

  private final DeviceWork work;
  private final JoinRequests joinRequests;
  private final ChannelChoice choice;
  private final ReceiveCycle cycle;
  private final Queue<Errand> waiting = new ArrayDeque<>();
  private Optional<Errand> current = Optional.empty();
  private Optional<DataFrameSpec> data = Optional.empty();
  private long fCnt;
  private int attempt;
  private boolean stopped;

  Errands(DeviceWork work, Inbox inbox) {
    this.work = work;
    this.joinRequests = new JoinRequests(work.identity(), work.state());
    this.choice = new ChannelChoice(work.state().region, work.state().adr, work.random());
    this.cycle = new ReceiveCycle(work, inbox, this::onWindowsClosed);
  }

  /** The transmissions and what is heard after them. */
  ReceiveCycle cycle() {
    return cycle;
  }

  boolean isIdle() {
    return current.isEmpty() && waiting.isEmpty();
  }

  void stop() {
    stopped = true;
  }

  void add(Errand errand) {
    if (waiting.size() < KEPT) {
      waiting.add(errand);
    }
    next();
  }

  private void next() {
    if (stopped || current.isPresent() || waiting.isEmpty()) {
      return;
    }
    boolean mustJoin = waiting.peek() instanceof Errand.Data && work.state().session().isEmpty();
    current = Optional.of(mustJoin ? new Errand.Join() : waiting.remove());
    attempt = 0;
    attempt();
  }

  private void attempt() {
    if (stopped || current.isEmpty()) {
      return;
    }
    attempt++;
    if (current.get() instanceof Errand.Data errand) {
      sendData(errand);
      return;
    }
    if (current.get() instanceof Errand.Rejoin errand) {
      sendRejoinRequest(errand.type());
      return;
    }
    sendJoinRequest();
  }

  private void sendJoinRequest() {
    var state = work.state();
    if (!joinRequests.joins()) {
      done();
      return;
    }
    int devNonce =
        work.settings().before102() ? state.takeDevNonce(work.random()) : state.takeDevNonce();
    if (devNonce > MAX_DEV_NONCE) {
      giveUpJoining();
      return;
    }
    work.device().remember();
    var request = joinRequests.join(devNonce);
    tell(new DeviceEvent.JoinRequestSent(work.identity().devEui(), devNonce));
    var sending = choice.join(work.settings().dataRate());
    state.joinsOn(sending.frequencyHz());
    cycle.transmit(sending, request.phy(), JOIN_DELAY_SECONDS, Optional.of(request.asked()));
  }

  private void sendRejoinRequest(int type) {
    var request = joinRequests.rejoin(type);
    if (request.isEmpty()) {
      done();
      return;
    }
    work.device().remember();
    var session = work.state().session().orElseThrow();
    tell(
        new DeviceEvent.RejoinRequestSent(
            work.identity().devEui(), type, request.get().asked().nonce()));
    cycle.transmit(
        choice.data(session),
        request.get().phy(),
        JOIN_DELAY_SECONDS,
        Optional.of(request.get().asked()));
  }

  private void sendData(Errand.Data errand) {
    var session = work.state().session().orElseThrow();
    if (attempt == 1) {
      data = Optional.of(dataFrame(errand, session));
      work.device().remember();
    }
    tell(
        new DeviceEvent.UplinkSent(
            work.identity().devEui(),
            fCnt,
            errand.port(),
            errand.payload(),
            errand.confirmed(),
            attempt));
    var sending = choice.data(session);
    var frame =
        session.secrets.uplink(
            data.orElseThrow(),
            new UplinkRadio(session.confFCntDown, sending.dataRate(), sending.channel()));
    cycle.transmit(sending, frame, session.rx.delaySeconds(), Optional.empty());
  }

  /** In clear: a repetition is signed anew where the signature covers the channel. */
  private DataFrameSpec dataFrame(Errand.Data errand, Session session) {
    var state = work.state();
    boolean adr = work.settings().adr();
    if (adr) {
      state.backOff.onUplink();
    }
    var type = errand.confirmed() ? MType.CONFIRMED_DATA_UP : MType.UNCONFIRMED_DATA_UP;
    var flags =
        new FCtrl(adr, adr && state.backOff.asks(), session.acknowledge, state.classB.isOn());
    session.acknowledge = false;
    fCnt = session.nextFCntUp++;
    if (session.greets) {
      state.mac.add(Greeting.of(work.identity()));
    }
    state.classB.asks().ifPresent(state.mac::add);
    return new DataFrameSpec(
        type, session.devAddr, flags, fCnt, state.mac.take(), errand.port(), errand.payload());
  }

  private void onWindowsClosed(Inbox.Found found) {
    if (current.isEmpty()) {
      return;
    }
    if (current.get() instanceof Errand.Data errand) {
      closeData(errand, found);
      return;
    }
    if (current.get() instanceof Errand.Rejoin) {
      done(); // without an answer the session goes on
      return;
    }
    closeJoin(found);
  }

  private void closeJoin(Inbox.Found found) {
    if (found == Inbox.Found.JOIN_ACCEPT) {
      done();
      return;
    }
    if (attempt >= work.settings().joinAttempts()) {
      giveUpJoining();
      return;
    }
    again();
  }

  /** What waits for the session will not be sent. */
  private void giveUpJoining() {
    waiting.clear();
    tell(new DeviceEvent.JoinGivenUp(work.identity().devEui(), attempt));
    done();
  }

  private void closeData(Errand.Data errand, Inbox.Found found) {
    if (errand.confirmed() ? confirmedDone(found) : unconfirmedDone(found)) {
      done();
      return;
    }
    again();
  }

  private boolean confirmedDone(Inbox.Found found) {
    if (found == Inbox.Found.ACKNOWLEDGEMENT) {
      tell(new DeviceEvent.UplinkAcknowledged(work.identity().devEui(), fCnt));
      return true;
    }
    if (attempt >= work.settings().confirmedAttempts()) {
      tell(new DeviceEvent.UplinkGivenUp(work.identity().devEui(), fCnt, attempt));
      return true;
    }
    return false;
  }

  private boolean unconfirmedDone(Inbox.Found found) {
    return found != Inbox.Found.NOTHING || attempt >= work.state().adr.nbTrans();
  }

  /** After one to three seconds, so that two devices do not meet again and again. */
  private void again() {
    long pause = Duration.ofMillis(work.random().nextLong(1000, 3000)).toNanos();
    work.loop().at(work.loop().now() + pause, this::attempt);
  }

  private void done() {
    current = Optional.empty();
    next();
  }

  private void tell(DeviceEvent event) {
    work.device().tell(event);
  }
}
