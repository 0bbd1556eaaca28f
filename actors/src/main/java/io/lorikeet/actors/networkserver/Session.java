package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.DownlinkPrepared;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.actors.networkserver.mac.MacState;
import io.lorikeet.actors.networkserver.mac.SessionMac;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The network side of one activation, and the rules of its counters.
 *
 * @param nwkSKey FNwkSIntKey in LoRaWAN 1.1
 * @param lastFCntUp the last counter accepted, or {@link FrameCounter#NONE}; goes on after 65,535
 *     for devices that do not, too
 * @param lastUplink the frame that had it, empty before the first
 * @param nextFCntDown the lowest counter that no downlink has had; in 1.1 NFCntDown
 * @param v11 what 1.1 adds; empty for 1.0.x
 * @param mac what is known of the device's radio; empty if the session is from before that was
 *     stored
 * @param missed counters below {@code lastFCntUp} that may still be used
 */
public record Session(
    DevAddr devAddr,
    Aes128Key nwkSKey,
    Instant startedAt,
    long lastFCntUp,
    Optional<UplinkAccepted> lastUplink,
    long nextFCntDown,
    Optional<Session11> v11,
    Optional<SessionMac> mac,
    List<Missed> missed)
    implements CborSerializable {

  /**
   * Largest step of the counter up to 1.0.3 (LoRaWAN 1.0.3, 4.3.1.5, MAX_FCNT_GAP), and of any that
   * is 16 bits wide.
   */
  static final long MAX_F_CNT_GAP = 16_384;

  private static final int HALF_ROUND = 0x8000;

  private static final int MIC_SIZE = 4;

  public Session {
    missed = missed == null ? List.of() : List.copyOf(missed); // before it was stored
  }

  static Session start(
      DevAddr devAddr,
      Aes128Key nwkSKey,
      Optional<NetworkKeys11> keys11,
      Instant startedAt,
      Optional<SessionMac> mac) {
    return new Session(
        devAddr,
        nwkSKey,
        startedAt,
        FrameCounter.NONE,
        Optional.empty(),
        0,
        keys11.map(Session11::start),
        mac,
        List.of());
  }

  /** What a frame is to this session. */
  enum Match {
    NEW,
    /** The counter of the last accepted frame, and the same content. */
    REPEATED,
    REPLAYED,
    COUNTER_GAP,
    FOREIGN
  }

  /** The counter that {@code frame} has, if it is this session's. */
  long fCnt(DataFrame frame) {
    return FrameCounter.full(frame.fCnt16(), lastFCntUp);
  }

  /**
   * @param heard how the frame was heard; asked for LoRaWAN 1.1 only
   */
  Match match(DataFrame frame, DeviceProfile profile, Supplier<HeardOn> heard) {
    if (!frame.devAddr().equals(devAddr)) {
      return Match.FOREIGN;
    }
    long fCnt = fCnt(frame);
    var width = profile.counterWidth();
    if (fCnt > FrameCounter.MAX || !UplinkMic.isValid(this, frame, width.atDevice(fCnt), heard)) {
      return width == CounterWidth.BITS_32 && isOld(frame, heard) ? Match.REPLAYED : Match.FOREIGN;
    }
    if (fCnt == lastFCntUp) {
      var same =
          lastUplink.map(last -> sameContent(last.uplink().phy(), frame.phy())).orElse(false);
      return same ? Match.REPEATED : Match.REPLAYED;
    }
    if (lastFCntUp == FrameCounter.NONE || fCnt - lastFCntUp <= MAX_F_CNT_GAP) {
      return Match.NEW;
    }
    if (width == CounterWidth.BITS_16) {
      // The same counters come again: what is further ahead than behind is taken to be behind.
      return fCnt - lastFCntUp > HALF_ROUND ? Match.REPLAYED : Match.COUNTER_GAP;
    }
    return profile.version().limitsCounterGap() ? Match.COUNTER_GAP : Match.NEW;
  }

  /** In 1.1 a retransmission on another channel has another MIC. */
  private boolean sameContent(Payload one, Payload other) {
    return v11.isEmpty() ? one.equals(other) : withoutMic(one).equals(withoutMic(other));
  }

  private static Payload withoutMic(Payload phy) {
    return phy.slice(0, phy.size() - MIC_SIZE);
  }

  /** Whether this session signed the frame with a counter that has passed. */
  private boolean isOld(DataFrame frame, Supplier<HeardOn> heard) {
    if (lastFCntUp == FrameCounter.NONE || frame.fCnt16() >= (lastFCntUp & 0xffff)) {
      return false;
    }
    return UplinkMic.isValid(this, frame, passed(frame), heard);
  }

  private long passed(DataFrame frame) {
    return (lastFCntUp & 0xffff_0000L) | frame.fCnt16();
  }

  /**
   * The counter of a frame that is {@link Match#REPLAYED} by the order of counters, and was heard
   * in its turn; empty if it was not.
   *
   * @param heardAt when this network heard it first
   */
  OptionalLong late(DataFrame frame, Instant heardAt) {
    long fCnt = passed(frame);
    return lastFCntUp != FrameCounter.NONE
            && missed.stream().anyMatch(its -> its.allows(fCnt, heardAt))
        ? OptionalLong.of(fCnt)
        : OptionalLong.empty();
  }

  /** Names a frame of this session for ever: repetitions of it get the same name. */
  String uplinkId(DevEui devEui, long fCnt) {
    // On every uplink's way: a format string would be parsed each time.
    var hex = HexFormat.of();
    return devEui
        + "-"
        + Long.toHexString(startedAt.toEpochMilli())
        + "-"
        + hex.toHexDigits(fCnt, 8);
  }

  /**
   * Names a downlink of this session for ever. In 1.1 two frames can have the same counter: one of
   * the application's and one without.
   */
  String downlinkName(DevEui devEui, long fCnt, boolean application) {
    return devEui
        + "-"
        + Long.toHexString(startedAt.toEpochMilli())
        + "-"
        + fCnt
        + (application && v11.isPresent() ? "a" : "");
  }

  /**
   * The lowest counter that no downlink has had: one for all in 1.0.x; in 1.1 those that carry an
   * application's payload have their own.
   */
  long nextDown(boolean application) {
    return application ? v11.map(Session11::nextAFCntDown).orElse(nextFCntDown) : nextFCntDown;
  }

  Session accept(UplinkAccepted accepted) {
    return new Session(
        devAddr,
        nwkSKey,
        startedAt,
        accepted.fCnt(),
        Optional.of(accepted.frame()),
        nextFCntDown,
        v11,
        macAfter(accepted.mac())
            .map(
                its ->
                    its.heard(
                        accepted.fCnt(),
                        accepted.uplink(),
                        lastUplink.map(UplinkAccepted::uplink))),
        Missed.after(missed, lastFCntUp, accepted.fCnt(), accepted.uplink().receivedAt()));
  }

  /** Nothing but the counter is used up: what the device says of its radio has passed. */
  Session acceptLate(UplinkAccepted accepted) {
    return new Session(
        devAddr,
        nwkSKey,
        startedAt,
        lastFCntUp,
        lastUplink,
        nextFCntDown,
        v11,
        mac,
        Missed.without(missed, accepted.fCnt(), accepted.uplink().receivedAt()));
  }

  private Optional<SessionMac> macAfter(Optional<MacState> changed) {
    return changed.isEmpty()
        ? mac
        : Optional.of(
            mac.map(its -> its.with(changed.get()))
                .orElseGet(() -> SessionMac.start(changed.get())));
  }

  Session prepare(DownlinkPrepared prepared) {
    boolean application = prepared.downlinkId().isPresent();
    return with(
        v11.isPresent() && application ? nextFCntDown : prepared.fCnt() + 1,
        v11.map(its -> its.prepare(prepared.fCnt(), application, prepared.confirmed())),
        macAfter(prepared.mac()));
  }

  Session countRejoin(int rjCount0) {
    return with(
        nextFCntDown,
        v11.map(its -> its.countRejoin(rjCount0)),
        mac.map(its -> its.with(its.state().withoutRejoin())));
  }

  /** The device shall be told to ask for new keys. */
  Session wantRejoin(Payload request) {
    return with(nextFCntDown, v11, mac.map(its -> its.with(its.state().withRejoin(request))));
  }

  /**
   * The same keys as before go on where they were; one counter for all goes on from the highest.
   */
  Session continued(PastSession past) {
    return new Session(
        devAddr,
        nwkSKey,
        startedAt,
        past.lastFCntUp(),
        Optional.empty(),
        v11.isPresent() ? past.nextFCntDown() : Math.max(past.nextFCntDown(), past.nextAFCntDown()),
        v11.map(
            its ->
                new Session11(
                    its.keys(), past.nextAFCntDown(), its.confirmedDown(), its.nextRjCount0())),
        mac,
        List.of());
  }

  /**
   * The application's downlinks are encrypted with a key that {@code past} had, and do not use its
   * counters again. The device counts its uplinks anew: what signs them is another key.
   */
  Session encryptedLike(PastSession past) {
    return v11.isPresent()
        ? with(nextFCntDown, v11.map(its -> its.from(past.nextAFCntDown())), mac)
        : with(Math.max(nextFCntDown, past.nextAFCntDown()), v11, mac);
  }

  /** Downlinks go on {@code by} counters later; beyond the last there are none. */
  Session skip(int by) {
    return with(nextFCntDown + by, v11.map(its -> its.skip(by)), mac);
  }

  private Session with(long newFCntDown, Optional<Session11> new11, Optional<SessionMac> newMac) {
    return new Session(
        devAddr, nwkSKey, startedAt, lastFCntUp, lastUplink, newFCntDown, new11, newMac, missed);
  }

  /**
   * @param radio what the network makes of it
   */
  SessionDetails details(Optional<MacDetails> radio) {
    return new SessionDetails(
        devAddr,
        lastFCntUp == FrameCounter.NONE ? OptionalLong.empty() : OptionalLong.of(lastFCntUp),
        nextFCntDown,
        startedAt,
        lastUplink.map(last -> last.uplink().receivedAt()),
        nwkSKey,
        v11,
        radio);
  }
}
