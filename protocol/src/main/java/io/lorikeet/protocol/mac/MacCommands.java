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
    boolean up = direction == Direction.UP;
    return switch (cid) {
      case LinkCheck.CID -> up ? new LinkCheck.LinkCheckReq() : LinkCheck.LinkCheckAns.decode(body);
      case LinkAdr.CID -> up ? LinkAdr.LinkADRAns.decode(body) : LinkAdr.LinkADRReq.decode(body);
      case DevStatus.CID -> up ? DevStatus.DevStatusAns.decode(body) : new DevStatus.DevStatusReq();
      case DeviceTime.CID ->
          up ? new DeviceTime.DeviceTimeReq() : DeviceTime.DeviceTimeAns.decode(body);
      default -> new OtherMacCommand(cid, body);
    };
  }
}
