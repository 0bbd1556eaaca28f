package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The network side of one activation, and the rules of its counters.
 *
 * @param lastFCntUp the last counter accepted, or {@link FrameCounter#NONE}
 * @param lastUplink the frame that had it, empty before the first
 * @param nextFCntDown the lowest counter that no downlink has had
 */
public record Session(
    DevAddr devAddr,
    Aes128Key nwkSKey,
    Instant startedAt,
    long lastFCntUp,
    Optional<UplinkAccepted> lastUplink,
    long nextFCntDown)
    implements CborSerializable {

  /** Largest step of the counter up to 1.0.3 (LoRaWAN 1.0.3, 4.3.1.5, MAX_FCNT_GAP). */
  static final long MAX_F_CNT_GAP = 16_384;

  static Session start(DevAddr devAddr, Aes128Key nwkSKey, Instant startedAt) {
    return new Session(devAddr, nwkSKey, startedAt, FrameCounter.NONE, Optional.empty(), 0);
  }

  /** What a frame is to this session. */
  enum Match {
    NEW,
    /** The counter of the last accepted frame, and the same bytes. */
    REPEATED,
    REPLAYED,
    COUNTER_GAP,
    FOREIGN
  }

  /** The counter that {@code frame} has, if it is this session's. */
  long fCnt(DataFrame frame) {
    return FrameCounter.full(frame.fCnt16(), lastFCntUp);
  }

  Match match(DataFrame frame, LorawanVersion version) {
    if (!frame.devAddr().equals(devAddr)) {
      return Match.FOREIGN;
    }
    long fCnt = fCnt(frame);
    if (fCnt > FrameCounter.MAX || !DataCrypto.hasValidMic10(frame, nwkSKey, fCnt)) {
      return isOld(frame) ? Match.REPLAYED : Match.FOREIGN;
    }
    if (fCnt == lastFCntUp) {
      var same = lastUplink.map(last -> last.uplink().phy().equals(frame.phy())).orElse(false);
      return same ? Match.REPEATED : Match.REPLAYED;
    }
    boolean leaps = lastFCntUp != FrameCounter.NONE && fCnt - lastFCntUp > MAX_F_CNT_GAP;
    return leaps && version.limitsCounterGap() ? Match.COUNTER_GAP : Match.NEW;
  }

  /** Whether this session signed the frame with a counter that has passed. */
  private boolean isOld(DataFrame frame) {
    if (lastFCntUp == FrameCounter.NONE || frame.fCnt16() >= (lastFCntUp & 0xffff)) {
      return false;
    }
    return DataCrypto.hasValidMic10(frame, nwkSKey, (lastFCntUp & 0xffff_0000L) | frame.fCnt16());
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

  Session accept(UplinkAccepted accepted) {
    return new Session(
        devAddr, nwkSKey, startedAt, accepted.fCnt(), Optional.of(accepted), nextFCntDown);
  }

  Session useFCntDown(long fCnt) {
    return new Session(devAddr, nwkSKey, startedAt, lastFCntUp, lastUplink, fCnt + 1);
  }

  SessionDetails details() {
    return new SessionDetails(
        devAddr,
        lastFCntUp == FrameCounter.NONE ? OptionalLong.empty() : OptionalLong.of(lastFCntUp),
        nextFCntDown,
        startedAt,
        lastUplink.map(last -> last.uplink().receivedAt()),
        nwkSKey);
  }
}
