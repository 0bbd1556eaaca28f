package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.gateway.GatewayConnection.Result;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.Malformed;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.TxAck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TxAckTest {

  @Test
  void aTxAckWithoutJsonSaysThatAllIsWell() {
    assertThat(SemtechDatagramTest.parse("02abcd050016c001ff10a1b2"))
        .isEqualTo(new TxAck(2, 0xabcd, Rig.GATEWAY, Result.ACCEPTED));
    assertThat(SemtechDatagramTest.parse("02abcd050016c001ff10a1b200"))
        .isEqualTo(new TxAck(2, 0xabcd, Rig.GATEWAY, Result.ACCEPTED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"\";ACCEPTED",
        "{};ACCEPTED",
        "{\"txpk_ack\":{}};ACCEPTED",
        "{\"txpk_ack\":{\"error\":\"\"}};ACCEPTED",
        "{\"txpk_ack\":{\"error\":\"NONE\"}};ACCEPTED",
        "{\"txpk_ack\":{\"error\":\"TOO_LATE\"}};TOO_LATE",
        "{\"txpk_ack\":{\"error\":\"TOO_EARLY\"}};TOO_EARLY",
        "{\"txpk_ack\":{\"error\":\"COLLISION_PACKET\"}};COLLISION_PACKET",
        "{\"txpk_ack\":{\"error\":\"COLLISION_BEACON\"}};COLLISION_BEACON",
        "{\"txpk_ack\":{\"error\":\"TX_FREQ\"}};FREQUENCY_UNSUPPORTED",
        "{\"txpk_ack\":{\"error\":\"TX_POWER\"}};POWER_UNSUPPORTED",
        "{\"txpk_ack\":{\"error\":\"GPS_UNLOCKED\"}};GPS_UNLOCKED",
        "{\"txpk_ack\":{\"error\":\"UNKNOWN\"}};REFUSED",
        "{\"txpk_ack\":{\"error\":\"SOMETHING_NEW\"}};REFUSED",
        "{\"txpk_ack\":{\"warn\":\"TX_POWER\",\"value\":20}};ACCEPTED_LESS_POWER",
        "{\"txpk_ack\":{\"error\":\"NONE\",\"warn\":\"TX_POWER\",\"value\":20}};ACCEPTED_LESS_POWER",
        "{\"txpk_ack\":{\"warn\":\"SOMETHING_NEW\"}};ACCEPTED",
      })
  void eachWordOfATxAckHasItsMeaning(String json, Result result) {
    assertThat(SemtechDatagram.parse(Forwarder.datagram(2, 1, 5, Rig.GATEWAY, json)))
        .isEqualTo(new TxAck(2, 1, Rig.GATEWAY, result));
  }

  @Test
  void aTxAckThatCannotBeReadIsMalformed() {
    assertThat(SemtechDatagram.parse(Forwarder.datagram(2, 1, 5, Rig.GATEWAY, "{\"txpk_ack\"")))
        .isEqualTo(new Malformed(DropReason.BAD_JSON));
    assertThat(SemtechDatagram.parse(Forwarder.datagram(2, 1, 5, Rig.GATEWAY, "7")))
        .isEqualTo(new Malformed(DropReason.BAD_JSON));
  }
}
