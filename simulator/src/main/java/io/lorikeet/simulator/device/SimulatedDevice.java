package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.JoinContext;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.Recorder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * A LoRaWAN 1.0.x or 1.1 device of class A. It does one errand after the other: an uplink, its two
 * windows, perhaps the same again; what it is told meanwhile waits. Public methods may be called
 * from any thread.
 */
public final class SimulatedDevice {

  private static final int EVENTS_KEPT = 10_000;
  private static final int ERRANDS_KEPT = 1_000;
  private static final int JOIN_DELAY_SECONDS = 5;
  private static final int MAX_DEV_NONCE = 0xffff;

  private final EventLoop loop;
  private final Radio radio;
  private final DeviceIdentity identity;
  private final DeviceSettings settings;
  private final DeviceObserver observer;
  private final SplittableRandom random;
  private final DeviceState state;
  private final Inbox inbox;
  private final JoinRequests joinRequests;
  private final ChannelChoice choice;
  private final Recorder<DeviceEvent> events = new Recorder<>(EVENTS_KEPT);
  private final Queue<Errand> errands = new ArrayDeque<>();
  private Optional<Errand> current = Optional.empty();
  private Payload frame = Payload.empty();
  private Optional<DataFrameSpec> data = Optional.empty();
  private Optional<JoinContext> asked = Optional.empty();
  private long fCnt;
  private int attempt;
  private long cycle;
  private boolean receiving;
  private boolean windowsOver;
  private Inbox.Found found = Inbox.Found.NOTHING;
  private boolean stopped;

  /**
   * A device that is switched on and does nothing yet.
   *
   * @param memory what it knew when it was switched off
   */
  public SimulatedDevice(
      EventLoop loop,
      Radio radio,
      DeviceIdentity identity,
      DeviceSettings settings,
      DeviceMemory memory,
      DeviceObserver observer,
      SplittableRandom random) {
    this.loop = loop;
    this.radio = radio;
    this.identity = identity;
    this.settings = settings;
    this.observer = observer;
    this.random = random;
    this.state = new DeviceState(identity, memory, settings);
    this.joinRequests = new JoinRequests(identity, state);
    this.choice = new ChannelChoice(state.region, state.adr, random);
    this.inbox = new Inbox(identity, state, this::tell);
    loop.execute(() -> state.session().ifPresent(known -> radio.addressed(this, known.devAddr)));
  }

  public DevEui devEui() {
    return identity.devEui();
  }

  /** Asks to join, now or after what it is doing. */
  public void join() {
    run(new Errand.Join());
  }

  /**
   * Asks for another session while it has one, now or after what it is doing; only a device of
   * LoRaWAN 1.1 that has joined does.
   *
   * @param type of rejoin-request, 0, 1 or 2
   */
  public void rejoin(int type) {
    run(new Errand.Rejoin(type));
  }

  /** Sends data, now or after what it is doing; joins first if it has no session. */
  public void send(int port, Payload payload, boolean confirmed) {
    run(new Errand.Data(port, payload, confirmed));
  }

  /** Puts a question into the next uplink, such as LinkCheckReq. */
  public void ask(MacCommand command) {
    loop.execute(() -> state.mac.add(command));
  }

  /** What happened, oldest first; the newest 10,000. */
  public List<DeviceEvent> events() {
    return events.list();
  }

  /** What of this kind happened. */
  public <T extends DeviceEvent> List<T> events(Class<T> kind) {
    return events.list().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The address of its session; empty if it has none. */
  public Optional<DevAddr> devAddr() {
    return loop.ask(() -> state.session().map(known -> known.devAddr));
  }

  /** How often it sends an unconfirmed uplink and with which data rate, as the network has set. */
  public DataRateAndRepetitions adr() {
    return loop.ask(() -> new DataRateAndRepetitions(state.adr.dataRate(), state.adr.nbTrans()));
  }

  /** What the network sets by LinkADRReq. */
  public record DataRateAndRepetitions(int dataRate, int nbTrans) {}

  /** Whether it has nothing to do. */
  public boolean isIdle() {
    return loop.ask(() -> current.isEmpty() && errands.isEmpty());
  }

  /** What it must not forget. */
  public DeviceMemory memory() {
    return loop.ask(state::memory);
  }

  /** Switches it off. */
  public void stop() {
    loop.execute(() -> stopped = true);
  }

  /**
   * A packet begins that it would hear. On the loop.
   *
   * @return whether it listens
   */
  public boolean onReceptionStart(Radio.Listening listening) {
    boolean has = listening.window() != Window.RXC && found != Inbox.Found.NOTHING;
    if (stopped || listening.cycle() != cycle || receiving || has) {
      return false;
    }
    receiving = true;
    return true;
  }

  /** The packet is complete. On the loop. */
  public void onReceptionEnd(Radio.Listening listening, Payload phy) {
    if (stopped || listening.cycle() != cycle) {
      return;
    }
    receiving = false;
    var heard = inbox.hear(phy, listening.window(), asked);
    if (listening.window() == Window.RXC && heard != Inbox.Found.ACKNOWLEDGEMENT) {
      heardBetween(heard);
      return;
    }
    found = heard;
    if (found == Inbox.Found.JOIN_ACCEPT) {
      state.session().ifPresent(known -> radio.addressed(this, known.devAddr));
    }
    if (found != Inbox.Found.NOTHING) {
      observer.onMemory(this);
    }
    if (found != Inbox.Found.NOTHING || windowsOver) {
      closeWindows();
    }
  }

  /** What was sent without an uplink is no answer to one. */
  private void heardBetween(Inbox.Found heard) {
    if (heard != Inbox.Found.NOTHING) {
      observer.onMemory(this);
    }
    if (windowsOver) {
      closeWindows();
    }
  }

  /** Turns class C on: it listens whenever it does not send. */
  public void listenAlways() {
    loop.execute(() -> radio.listenAlways(this));
  }

  /** Where it listens all the time: in the parameters of RX2. On the loop. */
  public Optional<Radio.Listening> always() {
    return state
        .session()
        .map(
            session ->
                new Radio.Listening(
                    this,
                    cycle,
                    Window.RXC,
                    loop.now(),
                    session.rx.rx2FrequencyHz(),
                    state.region.dataRate(session.rx.rx2DataRate())));
  }

  /** A data frame for its address is in the air, whether it listens or not. On the loop. */
  public void onOverheard(DataFrame data) {
    state.session().flatMap(known -> known.audit(data).check(devEui(), data)).ifPresent(this::tell);
  }

  private void run(Errand errand) {
    loop.execute(
        () -> {
          if (errands.size() < ERRANDS_KEPT) {
            errands.add(errand);
          }
          next();
        });
  }

  private void next() {
    if (stopped || current.isPresent() || errands.isEmpty()) {
      return;
    }
    boolean mustJoin = errands.peek() instanceof Errand.Data && state.session().isEmpty();
    current = Optional.of(mustJoin ? new Errand.Join() : errands.remove());
    attempt = 0;
    attempt();
  }

  private void attempt() {
    if (stopped || current.isEmpty()) {
      return;
    }
    attempt++;
    asked = Optional.empty();
    if (current.get() instanceof Errand.Data data) {
      sendData(data);
      return;
    }
    if (current.get() instanceof Errand.Rejoin rejoin) {
      sendRejoinRequest(rejoin.type());
      return;
    }
    sendJoinRequest();
  }

  private void sendJoinRequest() {
    if (!joinRequests.joins()) {
      done();
      return;
    }
    int devNonce = state.takeDevNonce();
    if (devNonce > MAX_DEV_NONCE) {
      giveUpJoining();
      return;
    }
    observer.onMemory(this);
    var request = joinRequests.join(devNonce);
    frame = request.phy();
    asked = Optional.of(request.asked());
    tell(new DeviceEvent.JoinRequestSent(devEui(), devNonce));
    transmit(choice.join(settings.dataRate()), JOIN_DELAY_SECONDS);
  }

  private void sendRejoinRequest(int type) {
    var request = joinRequests.rejoin(type);
    if (request.isEmpty()) {
      done();
      return;
    }
    observer.onMemory(this);
    var session = state.session().orElseThrow();
    frame = request.get().phy();
    asked = Optional.of(request.get().asked());
    tell(new DeviceEvent.RejoinRequestSent(devEui(), type, request.get().asked().nonce()));
    transmit(choice.data(session), JOIN_DELAY_SECONDS);
  }

  private void sendData(Errand.Data data) {
    var session = state.session().orElseThrow();
    if (attempt == 1) {
      this.data = Optional.of(dataFrame(data, session));
      observer.onMemory(this);
    }
    tell(
        new DeviceEvent.UplinkSent(
            devEui(), fCnt, data.port(), data.payload(), data.confirmed(), attempt));
    var sending = choice.data(session);
    frame =
        session.secrets.uplink(
            this.data.orElseThrow(),
            new UplinkRadio(session.confFCntDown, sending.dataRate(), sending.channel()));
    transmit(sending, session.rx.delaySeconds());
  }

  /** In clear: a repetition is signed anew where the signature covers the channel. */
  private DataFrameSpec dataFrame(Errand.Data data, Session session) {
    var type = data.confirmed() ? MType.CONFIRMED_DATA_UP : MType.UNCONFIRMED_DATA_UP;
    var flags = new FCtrl(settings.adr(), false, session.acknowledge, false);
    session.acknowledge = false;
    fCnt = session.nextFCntUp++;
    if (session.greets) {
      state.mac.add(Greeting.of(identity));
    }
    return new DataFrameSpec(
        type, session.devAddr, flags, fCnt, state.mac.take(), data.port(), data.payload());
  }

  private void transmit(Sending sending, int delaySeconds) {
    cycle++;
    found = Inbox.Found.NOTHING;
    receiving = false;
    windowsOver = false;
    var modulation = state.region.dataRate(sending.dataRate());
    long end = radio.transmit(this, sending.frequencyHz(), modulation, state.adr.powerDb(), frame);
    long rx1 = end + Duration.ofSeconds(delaySeconds).toNanos();
    long rx2 = rx1 + Duration.ofSeconds(1).toNanos();
    listen(Window.RX1, rx1, sending.rx1FrequencyHz(), sending.rx1DataRate());
    listen(Window.RX2, rx2, sending.rx().rx2FrequencyHz(), sending.rx().rx2DataRate());
    long thisCycle = cycle;
    loop.at(rx2 + 2 * Radio.TOLERANCE_NANOS, () -> endWindows(thisCycle));
  }

  private void listen(Window window, long start, int frequency, int dataRate) {
    var modulation = state.region.dataRate(dataRate);
    radio.listen(new Radio.Listening(this, cycle, window, start, frequency, modulation));
  }

  private void endWindows(long ofCycle) {
    if (ofCycle != cycle || windowsOver || found != Inbox.Found.NOTHING) {
      return;
    }
    windowsOver = true;
    if (!receiving) {
      closeWindows();
    }
  }

  private void closeWindows() {
    windowsOver = true;
    if (current.isEmpty()) {
      return;
    }
    if (current.get() instanceof Errand.Data data) {
      closeData(data);
      return;
    }
    if (current.get() instanceof Errand.Rejoin) {
      done(); // without an answer the session goes on
      return;
    }
    closeJoin();
  }

  private void closeJoin() {
    if (found == Inbox.Found.JOIN_ACCEPT) {
      done();
      return;
    }
    if (attempt >= settings.joinAttempts()) {
      giveUpJoining();
      return;
    }
    again();
  }

  /** What waits for the session will not be sent. */
  private void giveUpJoining() {
    errands.clear();
    tell(new DeviceEvent.JoinGivenUp(devEui(), attempt));
    done();
  }

  private void closeData(Errand.Data data) {
    if (data.confirmed() ? confirmedDone() : unconfirmedDone()) {
      done();
      return;
    }
    again();
  }

  private boolean confirmedDone() {
    if (found == Inbox.Found.ACKNOWLEDGEMENT) {
      tell(new DeviceEvent.UplinkAcknowledged(devEui(), fCnt));
      return true;
    }
    if (attempt >= settings.confirmedAttempts()) {
      tell(new DeviceEvent.UplinkGivenUp(devEui(), fCnt, attempt));
      return true;
    }
    return false;
  }

  private boolean unconfirmedDone() {
    return found != Inbox.Found.NOTHING || attempt >= state.adr.nbTrans();
  }

  /** After one to three seconds, so that two devices do not meet again and again. */
  private void again() {
    long pause = Duration.ofMillis(random.nextLong(1000, 3000)).toNanos();
    loop.at(loop.now() + pause, this::attempt);
  }

  private void done() {
    current = Optional.empty();
    next();
  }

  private void tell(DeviceEvent event) {
    events.add(event);
    observer.onEvent(event);
  }
}
