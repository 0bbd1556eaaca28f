package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** What network and device say to each other beside the application's data. */
public sealed interface MacCommand
    permits Reset,
        LinkCheck,
        LinkAdr,
        DutyCycle,
        RxParamSetup,
        DevStatus,
        NewChannel,
        RxTimingSetup,
        TxParamSetup,
        DlChannel,
        Rekey,
        AdrParamSetup,
        DeviceTime,
        ForceRejoin,
        RejoinParamSetup,
        PingSlotInfo,
        PingSlotChannel,
        BeaconFreq,
        DeviceMode,
        OtherMacCommand {

  /** The number of the command, its first byte. */
  int cid();

  /** The command as it is sent, with its first byte. */
  Payload encode();
}
