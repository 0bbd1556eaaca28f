package io.lorikeet.actors.testing;

import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.EndDeviceRegistration;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.actors.networkserver.DeviceProfile;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.mac.MacSettings;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.SessionKeyDerivation;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.JoinAccept;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.Map;
import java.util.Optional;

/** A device as it is out there: it has keys, and signs what it sends. */
public record TestDevice(
    EndDeviceId id, DevEui devEui, Aes128Key appKey, DevAddr devAddr, SessionKeys10 keys) {

  public static final JoinEui JOIN_EUI = JoinEui.parse("70b3d57ed0000001");
  public static final DeviceProfile.Settings SETTINGS =
      new DeviceProfile.Settings(1, 0, 0, 869_525_000);

  /** A device with keys of its own for each number. */
  public static TestDevice numbered(int number) {
    return new TestDevice(
        new EndDeviceId("meadow", "sensor-" + number),
        DevEui.parse("70b3d57ed000%04x".formatted(number)),
        Aes128Key.parse("000102030405060708090a0b0c0d%04x".formatted(number)),
        DevAddr.parse("2601%04x".formatted(number)),
        new SessionKeys10(
            Aes128Key.parse("101112131415161718191a1b1c1d%04x".formatted(number)),
            Aes128Key.parse("202122232425262728292a2b2c2d%04x".formatted(number))));
  }

  /** The same device in another session. */
  public TestDevice with(DevAddr newAddr, SessionKeys10 newKeys) {
    return new TestDevice(id, devEui, appKey, newAddr, newKeys);
  }

  public DeviceProfile profile(LorawanVersion version) {
    return profile(version, DeviceClass.A);
  }

  public DeviceProfile profile(LorawanVersion version, DeviceClass deviceClass) {
    return profile(version, deviceClass, CounterWidth.BITS_32);
  }

  public DeviceProfile profile(LorawanVersion version, CounterWidth counterWidth) {
    return profile(version, DeviceClass.A, counterWidth);
  }

  private DeviceProfile profile(
      LorawanVersion version, DeviceClass deviceClass, CounterWidth counterWidth) {
    return new DeviceProfile(
        id,
        version,
        "EU_863_870",
        SETTINGS,
        Optional.empty(),
        MacSettings.DEFAULT,
        deviceClass,
        counterWidth);
  }

  public EndDeviceRegistration abp(LorawanVersion version) {
    return registration(
        EndDeviceRegistration.Abp.with(devAddr, keys.nwkSKey(), keys.appSKey()), version);
  }

  public EndDeviceRegistration abp(DeviceClass deviceClass) {
    return abp(profile(LorawanVersion.V1_0_3, deviceClass));
  }

  public EndDeviceRegistration abp(DeviceProfile profile) {
    var its = abp(profile.version());
    return new EndDeviceRegistration(
        its.id(), its.devEui(), its.joinEui(), its.activation(), profile, its.labels());
  }

  public EndDeviceRegistration otaa(LorawanVersion version) {
    return registration(EndDeviceRegistration.Otaa.with(appKey), version);
  }

  private EndDeviceRegistration registration(
      EndDeviceRegistration.Activation activation, LorawanVersion version) {
    return new EndDeviceRegistration(
        id,
        devEui,
        Optional.of(JOIN_EUI),
        activation,
        profile(version),
        new EndDeviceRegistration.Labels("", "", Map.of()));
  }

  public Payload uplink(long fCnt) {
    return uplink(fCnt, FCtrl.NONE, false, Payload.empty(), 1, "count " + fCnt);
  }

  public Payload confirmed(long fCnt) {
    return uplink(fCnt, FCtrl.NONE, true, Payload.empty(), 1, "confirm " + fCnt);
  }

  /** An uplink that acknowledges the last confirmed downlink. */
  public Payload acknowledging(long fCnt) {
    return uplink(fCnt, new FCtrl(false, false, true, false), false, Payload.empty(), 1, "ack");
  }

  public Payload uplink(
      long fCnt, FCtrl fCtrl, boolean confirmed, Payload fOpts, int port, String text) {
    var type = confirmed ? MType.CONFIRMED_DATA_UP : MType.UNCONFIRMED_DATA_UP;
    var spec =
        new DataFrameSpec(
            type, devAddr, fCtrl, fCnt, fOpts, port, Payload.of(text.getBytes(US_ASCII)));
    return DataFrames.buildUplink10(spec, keys).phy();
  }

  private static final java.nio.charset.Charset US_ASCII =
      java.nio.charset.StandardCharsets.US_ASCII;

  public Payload joinRequest(int devNonce) {
    return JoinRequest.create(JOIN_EUI, devEui, devNonce, appKey).phy();
  }

  /** The session that a join-accept begins, if this device can read it. */
  public Optional<TestDevice> joined(Payload joinAccept, int devNonce) {
    return JoinAcceptContents.decode10(new JoinAccept(joinAccept), appKey)
        .map(
            accept ->
                with(
                    accept.devAddr(),
                    SessionKeyDerivation.derive10(
                        appKey, accept.joinNonce(), accept.netId(), devNonce)));
  }

  /** Whether the device takes a downlink with this counter as its own. */
  public boolean takes(Payload downlink, long fCnt) {
    return PhyPayload.parseDownlink(downlink) instanceof DataFrame frame
        && DataCrypto.hasValidMic10(frame, keys.nwkSKey(), fCnt);
  }

  /** The clear payload of a downlink. */
  public String read(Payload downlink, long fCnt) {
    var frame = (DataFrame) PhyPayload.parseDownlink(downlink);
    var clear = DataCrypto.crypt(keys.appSKey(), Direction.DOWN, devAddr, fCnt, frame.frmPayload());
    return new String(clear.toBytes(), US_ASCII);
  }
}
