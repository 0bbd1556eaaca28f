package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.crypto.SessionKeys11;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.region.CfList;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A device's side of a session; changes as it is used. */
final class Session {

  final DevAddr devAddr;
  final Secrets secrets;
  final TreeMap<Integer, Long> channels = new TreeMap<>();

  /** Frequencies of RX1 of the channels that are not answered on their own. */
  final Map<Integer, Long> downlinkChannels = new TreeMap<>();

  /** Those in use from the start, where a join-accept has said it. */
  private Optional<Set<Integer>> masked = Optional.empty();

  private final DownlinkAudit audit;
  private final DownlinkAudit applicationAudit;
  RxParameters rx;
  long nextFCntUp;
  long fCntDown;
  boolean acknowledge;

  /** Of LoRaWAN 1.1; {@link #fCntDown} is NFCntDown then. */
  long aFCntDown;

  /** Counter of the confirmed downlink that is to be acknowledged. */
  long confFCntDown;

  /** RekeyInd or ResetInd, until the network has confirmed it. */
  boolean greets;

  int nextRjCount0;

  /** Of the network that the device has joined. */
  NetId netId = new NetId(0);

  private Session(
      DevAddr devAddr, Secrets secrets, RxParameters rx, long fCntDown, long aFCntDown) {
    this.devAddr = devAddr;
    this.secrets = secrets;
    this.rx = rx;
    this.fCntDown = fCntDown;
    this.aFCntDown = aFCntDown;
    this.greets = secrets.countsApart();
    this.audit = new DownlinkAudit(devAddr, this::signed, fCntDown);
    this.applicationAudit = new DownlinkAudit(devAddr, this::signed, aFCntDown);
  }

  /** The channels in use at the start, by index. */
  Set<Integer> firstChannels() {
    return masked.orElseGet(channels::keySet);
  }

  /** Whether the network signed a downlink that answers the last uplink. */
  boolean signed(DataFrame downlink, long fCnt) {
    return secrets.signed(downlink, fCnt, Math.max(0, nextFCntUp - 1));
  }

  /** Whether a downlink counts by AFCntDown. */
  boolean countsApart(DataFrame downlink) {
    return secrets.countsApart() && downlink.fPort() > Secrets.MAC_PORT;
  }

  /** The last counter of the kind that a downlink has. */
  long lastFCntDown(DataFrame downlink) {
    return countsApart(downlink) ? aFCntDown : fCntDown;
  }

  void accept(DataFrame downlink, long fCnt) {
    if (countsApart(downlink)) {
      aFCntDown = fCnt;
    } else {
      fCntDown = fCnt;
    }
    if (downlink.confirmed()) {
      acknowledge = true;
      confFCntDown = fCnt;
    }
  }

  DownlinkAudit audit(DataFrame downlink) {
    return countsApart(downlink) ? applicationAudit : audit;
  }

  private static Session fresh(DevAddr devAddr, Secrets secrets, RxParameters rx) {
    return new Session(devAddr, secrets, rx, FrameCounter.NONE, FrameCounter.NONE);
  }

  static Session abp(DevAddr devAddr, Secrets secrets, DeviceSettings settings) {
    var region = settings.region();
    var usual = RxParameters.initial(region);
    var rx = usual.withRx2DataRate(settings.rx2DataRate().orElse(usual.rx2DataRate()));
    var session = fresh(devAddr, secrets, rx);
    session.addChannels(region);
    return session;
  }

  /**
   * @param joinedHz where the join-request was sent, which decides on RX2 in some regions
   */
  static Session joined(JoinAcceptContents accept, Secrets secrets, Region region, long joinedHz) {
    var rx =
        RxParameters.initial(region)
            .withRx2Frequency(region.joinRx2Frequency(joinedHz))
            .withDelay(accept.rxDelaySeconds())
            .withRx1Offset(accept.rx1DrOffset())
            .withRx2DataRate(accept.rx2DataRate());
    var session = fresh(accept.devAddr(), secrets, rx);
    session.netId = accept.netId();
    session.addChannels(region);
    session.addCfList(accept.cfList(), region);
    return session;
  }

  /** A new session in which the radio is used as in the one before: that of a rejoin of type 2. */
  static Session rekeyed(JoinAcceptContents accept, Secrets secrets, Session before) {
    var session = fresh(accept.devAddr(), secrets, before.rx);
    session.netId = accept.netId();
    session.channels.putAll(before.channels);
    session.masked = before.masked;
    return session;
  }

  static Session remembered(SessionMemory memory) {
    var nwkSKey = Aes128Key.parse(memory.nwkSKey());
    var appSKey = Aes128Key.parse(memory.appSKey());
    var of11 = memory.keys11().stream().findFirst();
    var secrets =
        of11.<Secrets>map(its -> new Secrets.Of11(keys11(nwkSKey, its, appSKey)))
            .orElseGet(() -> new Secrets.Of10(new SessionKeys10(nwkSKey, appSKey)));
    var session =
        new Session(
            DevAddr.parse(memory.devAddr()),
            secrets,
            memory.rxParameters(),
            memory.fCntDown(),
            of11.map(SessionMemory11::aFCntDown).orElse(FrameCounter.NONE));
    session.nextFCntUp = memory.nextFCntUp();
    session.channels.putAll(memory.channels());
    of11.ifPresent(
        its -> {
          session.nextRjCount0 = its.nextRjCount0();
          session.netId = NetId.parse(its.netId());
          session.greets = !its.confirmed();
        });
    return session;
  }

  private static SessionKeys11 keys11(
      Aes128Key fNwkSIntKey, SessionMemory11 memory, Aes128Key appSKey) {
    return new SessionKeys11(
        fNwkSIntKey,
        Aes128Key.parse(memory.sNwkSIntKey()),
        Aes128Key.parse(memory.nwkSEncKey()),
        appSKey);
  }

  SessionMemory memory(LinkMemory link) {
    if (secrets instanceof Secrets.Of11 of11) {
      var keys = of11.keys();
      return memory(
          keys.fNwkSIntKey(),
          keys.appSKey(),
          List.of(
              new SessionMemory11(
                  keys.sNwkSIntKey().reveal(),
                  keys.nwkSEncKey().reveal(),
                  aFCntDown,
                  nextRjCount0,
                  netId.toString(),
                  !greets)),
          link);
    }
    var keys = ((Secrets.Of10) secrets).keys();
    return memory(keys.nwkSKey(), keys.appSKey(), List.of(), link);
  }

  private SessionMemory memory(
      Aes128Key nwkSKey, Aes128Key appSKey, List<SessionMemory11> of11, LinkMemory link) {
    return new SessionMemory(
        devAddr.toString(),
        nwkSKey.reveal(),
        appSKey.reveal(),
        nextFCntUp,
        fCntDown,
        rx,
        Map.copyOf(channels),
        of11,
        List.of(link));
  }

  /** Where an uplink on a channel is answered in RX1. */
  long rx1Frequency(int channel, Region region) {
    return downlinkChannels.getOrDefault(channel, region.rx1Frequency(channels.get(channel)));
  }

  private void addChannels(Region region) {
    for (long frequency : region.defaultChannels()) {
      channels.put(channels.size(), frequency);
    }
  }

  /** A region without channels to add understands masks only, the others frequencies only. */
  private void addCfList(Payload cfList, Region region) {
    if (!region.hasDynamicChannels()) {
      masked = CfList.channels(cfList);
      return;
    }
    for (long frequency : CfList.frequencies(cfList, region.frequencyStep()).orElseGet(List::of)) {
      channels.put(channels.size(), frequency);
    }
  }
}
