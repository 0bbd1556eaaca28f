package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.gateway.GatewayConnection.Result;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.List;
import java.util.Optional;

/**
 * What a packet forwarder says, as Semtech's PROTOCOL.TXT 1.4 and PROTOCOL.md 1.6 define it.
 * Reading never throws: what cannot be read is {@link Malformed}.
 */
public sealed interface SemtechDatagram {

  /**
   * What was heard, and how the gateway fares.
   *
   * @param received the packets that are good, in their order
   * @param dropped one entry for each packet that is not
   */
  record PushData(
      int version,
      int token,
      GatewayEui gateway,
      List<ReceivedPacket> received,
      List<DropReason> dropped,
      Optional<GatewayStat> stat)
      implements SemtechDatagram {

    public PushData {
      received = List.copyOf(received);
      dropped = List.copyOf(dropped);
    }
  }

  /** A sign of life from where the gateway takes its downlinks. */
  record PullData(int version, int token, GatewayEui gateway) implements SemtechDatagram {}

  /** The answer to the PULL_RESP of this token. */
  record TxAck(int version, int token, GatewayEui gateway, Result result)
      implements SemtechDatagram {}

  record Malformed(DropReason reason) implements SemtechDatagram {}

  /** Reads a whole datagram. */
  static SemtechDatagram parse(byte[] bytes) {
    var defect = SemtechHeader.defect(bytes);
    if (defect.isPresent()) {
      return new Malformed(defect.get());
    }
    int version = SemtechHeader.version(bytes);
    int token = SemtechHeader.token(bytes);
    var gateway = SemtechHeader.gateway(bytes);
    return switch (SemtechHeader.type(bytes)) {
      case SemtechHeader.PULL_DATA -> new PullData(version, token, gateway);
      case SemtechHeader.TX_ACK -> TxAckJson.read(bytes, version, token, gateway);
      default -> PushDataJson.read(bytes, version, token, gateway);
    };
  }
}
