package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.JoinContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One transmission after the other, each with its two windows. Lives on the loop. */
final class ReceiveCycle {

  private final DeviceWork work;
  private final Inbox inbox;
  private final Consumer<Inbox.Found> closed;
  private Optional<JoinContext> asked = Optional.empty();
  private Inbox.Found found = Inbox.Found.NOTHING;
  private long number;
  private boolean receiving;
  private boolean windowsOver = true;
  private boolean isClosed = true;

  /**
   * @param closed told what was heard when the windows of a transmission are over
   */
  ReceiveCycle(DeviceWork work, Inbox inbox, Consumer<Inbox.Found> closed) {
    this.work = work;
    this.inbox = inbox;
    this.closed = closed;
  }

  /** Counts transmissions. */
  long number() {
    return number;
  }

  /**
   * Sends a frame and listens after it.
   *
   * @param request the join- or rejoin-request that the frame is
   */
  void transmit(Sending sending, Payload frame, int delaySeconds, Optional<JoinContext> request) {
    number++;
    asked = request;
    found = Inbox.Found.NOTHING;
    receiving = false;
    windowsOver = false;
    isClosed = false;
    var state = work.state();
    long end =
        work.radio()
            .transmit(
                work.device(),
                sending.frequencyHz(),
                state.region.dataRate(sending.dataRate()),
                state.adr.powerDb(),
                frame);
    long rx1 = end + Duration.ofSeconds(delaySeconds).toNanos();
    long rx2 = rx1 + Duration.ofSeconds(1).toNanos();
    listen(Window.RX1, rx1, sending.rx1FrequencyHz(), sending.rx1DataRate());
    listen(Window.RX2, rx2, sending.rx().rx2FrequencyHz(), sending.rx().rx2DataRate());
    long thisOne = number;
    work.loop().at(rx2 + 2 * Radio.TOLERANCE_NANOS, () -> endWindows(thisOne));
  }

  private void listen(Window window, long start, long frequencyHz, int dataRate) {
    var modulation = work.state().region.dataRate(dataRate);
    work.radio()
        .listen(new Radio.Listening(work.device(), number, window, start, frequencyHz, modulation));
  }

  private void endWindows(long of) {
    if (of == number && !windowsOver) {
      windowsOver = true;
      if (!receiving) {
        close();
      }
    }
  }

  /**
   * A packet begins that would be heard.
   *
   * @return whether the device listens
   */
  boolean onStart(Radio.Listening listening) {
    boolean has = listening.window().followsUplink() && found != Inbox.Found.NOTHING;
    if (listening.cycle() != number || receiving || has) {
      return false;
    }
    receiving = true;
    return true;
  }

  /** The packet is complete. What was sent without an uplink is no answer to one, but its ACK. */
  void onEnd(Radio.Listening listening, Payload phy) {
    if (listening.cycle() != number) {
      return;
    }
    receiving = false;
    var heard = inbox.hear(phy, listening.window(), asked);
    if (heard == Inbox.Found.JOIN_ACCEPT) {
      work.state()
          .session()
          .ifPresent(known -> work.radio().addressed(work.device(), known.devAddr));
    }
    if (heard != Inbox.Found.NOTHING) {
      work.device().remember();
    }
    if (listening.window().followsUplink() || heard == Inbox.Found.ACKNOWLEDGEMENT) {
      found = heard;
    }
    if (found != Inbox.Found.NOTHING || windowsOver) {
      close();
    }
  }

  private void close() {
    windowsOver = true;
    if (!isClosed) {
      isClosed = true;
      closed.accept(found);
    }
  }
}
