package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** A 1.1 device changes between class A and class C, and says so until it is confirmed. */
public sealed interface DeviceMode extends MacCommand {

  int CID = 0x20;

  int CLASS_A = 0;

  int CLASS_C = 2;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Up: the class of the device from now on.
   *
   * @param deviceClass {@link #CLASS_A} or {@link #CLASS_C}, 0 to 255
   */
  record DeviceModeInd(int deviceClass) implements DeviceMode {

    public DeviceModeInd {
      Bits.within("Class", deviceClass, 255);
    }

    static DeviceModeInd decode(Payload body) {
      return new DeviceModeInd(body.at(0));
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, deviceClass);
    }
  }

  /**
   * Down: the class that the device said.
   *
   * @param deviceClass {@link #CLASS_A} or {@link #CLASS_C}, 0 to 255
   */
  record DeviceModeConf(int deviceClass) implements DeviceMode {

    public DeviceModeConf {
      Bits.within("Class", deviceClass, 255);
    }

    static DeviceModeConf decode(Payload body) {
      return new DeviceModeConf(body.at(0));
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, deviceClass);
    }
  }
}
