package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.networkserver.NetworkKeys11;
import io.lorikeet.actors.networkserver.Session11;
import io.lorikeet.actors.networkserver.SessionDetails;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RejoinApiTest extends ApiFixture {

  private static final String DEVICES = "/applications/vineyard/devices";
  private static final DevEui DEV_EUI = DevEui.parse("0004a30b001c0571");
  private static final Aes128Key KEY = Aes128Key.parse("01".repeat(16));

  @BeforeAll
  void registerADevice() {
    createApplication("vineyard");
    admin.post(
        DEVICES,
        """
        {"dev_id": "probe", "dev_eui": "%s", "join_eui": "70B3D57ED0000001", "app_key": "%s",
         "lorawan_version": "1.0.3", "frequency_plan": "EU868"}"""
            .formatted(DEV_EUI, "02".repeat(16)));
  }

  private ApiClient.Answer want(String body) {
    return admin.post(DEVICES + "/probe/force-rejoin", body);
  }

  private void inSession(Optional<Session11> v11) {
    network.sessions.put(
        DEV_EUI,
        new SessionDetails(
            DevAddr.parse("26011f71"),
            OptionalLong.empty(),
            0,
            NOON,
            Optional.empty(),
            KEY,
            v11,
            Optional.empty()));
  }

  @Test
  void aDeviceOf11IsToldToAskForNewKeys() {
    inSession(Optional.of(new Session11(new NetworkKeys11(KEY, KEY), 0, List.of(), 0)));

    assertThat(want("{\"data_rate\": 3}").status()).isEqualTo(202);
    assertThat(network.rejoins).containsEntry(DEV_EUI, new ForceRejoinReq(0, 3, 0, 3));

    var all = "{\"type\": 2, \"data_rate\": 5, \"period_exponent\": 1, \"max_retries\": 7}";
    assertThat(want(all).status()).isEqualTo(202);
    assertThat(network.rejoins).containsEntry(DEV_EUI, new ForceRejoinReq(1, 7, 2, 5));
  }

  @Test
  void oneThatCannotIsNotTold() {
    network.sessions.remove(DEV_EUI);
    assertThat(want("{\"data_rate\": 3}").status()).isEqualTo(409);

    inSession(Optional.empty());
    assertThat(want("{\"data_rate\": 3}").status()).isEqualTo(409);
    assertThat(admin.post(DEVICES + "/nobody/force-rejoin", "{\"data_rate\": 3}").status())
        .isEqualTo(404);
  }

  @Test
  void whatIsNotValidIsNamed() {
    var refused = want("{\"type\": 3, \"max_retries\": 8}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("data_rate", "type", "max_retries");
  }
}
