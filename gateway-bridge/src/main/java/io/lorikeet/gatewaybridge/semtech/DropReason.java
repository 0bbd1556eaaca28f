package io.lorikeet.gatewaybridge.semtech;

import java.util.Locale;

/** Why something a gateway sent went no further; the name in lower case is the metric's label. */
public enum DropReason {
  /** Fewer bytes than the header has. */
  TOO_SHORT,
  /** A protocol version other than 1 and 2. */
  UNSUPPORTED_VERSION,
  /** A type that gateways do not send. */
  UNEXPECTED_TYPE,
  /** Not JSON, not an object, or not ended. */
  BAD_JSON,
  /** JSON that is nested too deeply, or has too long a number, name or text. */
  EXCESSIVE_JSON,
  /** JSON without anything that is known. */
  NO_CONTENT,
  /** A packet beyond the 255 that a datagram may carry. */
  TOO_MANY_PACKETS,
  /** A packet that is not an object. */
  BAD_PACKET,
  /** Received with a bad CRC or without any. */
  BAD_CRC,
  /** A packet that lacks something without which it is of no use. */
  MISSING_FIELD,
  /** A packet with a value of a wrong type or out of its range. */
  BAD_FIELD,
  /** Modulated as no LoRaWAN device does. */
  UNSUPPORTED_MODULATION,
  /** Data that is not base64. */
  BAD_BASE64,
  /** Data of another length than the packet says. */
  SIZE_MISMATCH,

  /** Faster than it can be read. */
  OVERLOADED,
  /** More gateways, or more new ones in a second, than this node takes. */
  GATEWAY_LIMIT,
  /** From another address than the one that the gateway is talking from. */
  SOURCE_PINNED,
  /** More than the gateway's share. */
  RATE_LIMITED,
  /** The network delivered the datagram twice. */
  DUPLICATE,
  /** Nobody has registered this gateway. */
  UNKNOWN_GATEWAY,
  /** The network did not settle it in time. */
  UNACKNOWLEDGED,
  /** An acknowledgement of nothing that is outstanding. */
  UNKNOWN_TOKEN,
  /** The socket failed to receive. */
  RECEIVE_ERROR,
  /** The socket failed to send. */
  SEND_ERROR;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
