package io.lorikeet.simulator.device;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.region.Region;
import java.util.Map;
import java.util.TreeMap;

/** A device's side of a session; changes as it is used. */
final class Session {

  private static final int CF_LIST_CHANNELS = 5;
  private static final int FIRST_ADDED = 3;

  final DevAddr devAddr;
  final SessionKeys10 keys;
  final TreeMap<Integer, Integer> channels = new TreeMap<>();
  final DownlinkAudit audit;
  RxParameters rx;
  long nextFCntUp;
  long fCntDown;
  boolean acknowledge;

  private Session(DevAddr devAddr, SessionKeys10 keys, RxParameters rx, long fCntDown) {
    this.devAddr = devAddr;
    this.keys = keys;
    this.rx = rx;
    this.fCntDown = fCntDown;
    this.audit = new DownlinkAudit(devAddr, keys.nwkSKey(), fCntDown);
  }

  static Session abp(DeviceIdentity.Abp identity, Region region) {
    var session =
        new Session(
            identity.devAddr(), identity.keys(), RxParameters.initial(region), FrameCounter.NONE);
    session.addChannels(region);
    return session;
  }

  static Session joined(JoinAcceptContents accept, SessionKeys10 keys, Region region) {
    var rx =
        new RxParameters(
            Math.max(1, accept.rxDelaySeconds()),
            accept.rx1DrOffset(),
            accept.rx2DataRate(),
            Math.toIntExact(region.rx2Frequency()));
    var session = new Session(accept.devAddr(), keys, rx, FrameCounter.NONE);
    session.addChannels(region);
    session.addCfList(accept.cfList());
    return session;
  }

  static Session remembered(SessionMemory memory) {
    var keys =
        new SessionKeys10(Aes128Key.parse(memory.nwkSKey()), Aes128Key.parse(memory.appSKey()));
    var session =
        new Session(
            DevAddr.parse(memory.devAddr()), keys, memory.rxParameters(), memory.fCntDown());
    session.nextFCntUp = memory.nextFCntUp();
    session.channels.putAll(memory.channels());
    return session;
  }

  SessionMemory memory() {
    return new SessionMemory(
        devAddr.toString(),
        keys.nwkSKey().reveal(),
        keys.appSKey().reveal(),
        nextFCntUp,
        fCntDown,
        rx,
        Map.copyOf(channels));
  }

  private void addChannels(Region region) {
    for (long frequency : region.defaultChannels()) {
      channels.put(channels.size(), Math.toIntExact(frequency));
    }
  }

  private void addCfList(Payload cfList) {
    for (int i = 0; !cfList.isEmpty() && i < CF_LIST_CHANNELS; i++) {
      int frequency = (int) LittleEndian.read(cfList, 3 * i, 3) * 100;
      if (frequency > 0) {
        channels.put(FIRST_ADDED + i, frequency);
      }
    }
  }
}
