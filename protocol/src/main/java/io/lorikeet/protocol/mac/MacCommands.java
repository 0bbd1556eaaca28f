package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.Direction;
import java.util.ArrayList;
import java.util.List;

/** A sequence of commands, as in FOpts and in the payload of port 0. */
public final class MacCommands {

  private MacCommands() {}

  /**
   * Reads commands in clear. An unknown command, or one cut off, ends the list: nobody knows where
   * the next one would start.
   */
  public static List<MacCommand> parse(Direction direction, Payload commands) {
    var found = new ArrayList<MacCommand>();
    int at = 0;
    while (at < commands.size()) {
      var length = MacCommandLength.of(direction, commands, at);
      if (length.isEmpty()) {
        break;
      }
      int next = at + 1 + length.getAsInt();
      if (next > commands.size()) {
        break;
      }
      found.add(decode(direction, commands.at(at), commands.slice(at + 1, next)));
      at = next;
    }
    return List.copyOf(found);
  }

  /** One after the other. */
  public static Payload encode(List<? extends MacCommand> commands) {
    var parts = commands.stream().map(MacCommand::encode).toList();
    var bytes = new byte[parts.stream().mapToInt(Payload::size).sum()];
    int at = 0;
    for (var part : parts) {
      part.copyTo(bytes, at);
      at += part.size();
    }
    return Payload.of(bytes);
  }

  private static MacCommand decode(Direction direction, int cid, Payload body) {
    return direction == Direction.UP ? up(cid, body) : down(cid, body);
  }

  private static MacCommand up(int cid, Payload body) {
    return switch (cid) {
      case Reset.CID -> Reset.ResetInd.decode(body);
      case LinkCheck.CID -> new LinkCheck.LinkCheckReq();
      case LinkAdr.CID -> LinkAdr.LinkADRAns.decode(body);
      case DutyCycle.CID -> new DutyCycle.DutyCycleAns();
      case RxParamSetup.CID -> RxParamSetup.RXParamSetupAns.decode(body);
      case DevStatus.CID -> DevStatus.DevStatusAns.decode(body);
      case NewChannel.CID -> NewChannel.NewChannelAns.decode(body);
      case RxTimingSetup.CID -> new RxTimingSetup.RXTimingSetupAns();
      case TxParamSetup.CID -> new TxParamSetup.TxParamSetupAns();
      case DlChannel.CID -> DlChannel.DlChannelAns.decode(body);
      case Rekey.CID -> Rekey.RekeyInd.decode(body);
      case AdrParamSetup.CID -> new AdrParamSetup.ADRParamSetupAns();
      case DeviceTime.CID -> new DeviceTime.DeviceTimeReq();
      case RejoinParamSetup.CID -> RejoinParamSetup.RejoinParamSetupAns.decode(body);
      case PingSlotInfo.CID -> PingSlotInfo.PingSlotInfoReq.decode(body);
      case PingSlotChannel.CID -> PingSlotChannel.PingSlotChannelAns.decode(body);
      case BeaconFreq.CID -> BeaconFreq.BeaconFreqAns.decode(body);
      case DeviceMode.CID -> DeviceMode.DeviceModeInd.decode(body);
      default -> new OtherMacCommand(cid, body);
    };
  }

  private static MacCommand down(int cid, Payload body) {
    return switch (cid) {
      case Reset.CID -> Reset.ResetConf.decode(body);
      case LinkCheck.CID -> LinkCheck.LinkCheckAns.decode(body);
      case LinkAdr.CID -> LinkAdr.LinkADRReq.decode(body);
      case DutyCycle.CID -> DutyCycle.DutyCycleReq.decode(body);
      case RxParamSetup.CID -> RxParamSetup.RXParamSetupReq.decode(body);
      case DevStatus.CID -> new DevStatus.DevStatusReq();
      case NewChannel.CID -> NewChannel.NewChannelReq.decode(body);
      case RxTimingSetup.CID -> RxTimingSetup.RXTimingSetupReq.decode(body);
      case TxParamSetup.CID -> TxParamSetup.TxParamSetupReq.decode(body);
      case DlChannel.CID -> DlChannel.DlChannelReq.decode(body);
      case Rekey.CID -> Rekey.RekeyConf.decode(body);
      case AdrParamSetup.CID -> AdrParamSetup.ADRParamSetupReq.decode(body);
      case DeviceTime.CID -> DeviceTime.DeviceTimeAns.decode(body);
      case ForceRejoin.CID -> ForceRejoin.ForceRejoinReq.decode(body);
      case RejoinParamSetup.CID -> RejoinParamSetup.RejoinParamSetupReq.decode(body);
      case PingSlotInfo.CID -> new PingSlotInfo.PingSlotInfoAns();
      case PingSlotChannel.CID -> PingSlotChannel.PingSlotChannelReq.decode(body);
      case BeaconFreq.CID -> BeaconFreq.BeaconFreqReq.decode(body);
      case DeviceMode.CID -> DeviceMode.DeviceModeConf.decode(body);
      default -> new OtherMacCommand(cid, body);
    };
  }
}
