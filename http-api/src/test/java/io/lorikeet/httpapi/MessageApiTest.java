package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.actors.handler.ApplicationMessage.Change;
import io.lorikeet.actors.handler.ApplicationMessage.DeviceChanged;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.handler.UplinkRadio;
import io.lorikeet.actors.router.Location;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MessageApiTest extends ApiFixture {

  private static final String MESSAGES = "/applications/heard/messages";
  private static final int UPLINKS = 700;

  /** Uplink n comes at second n; the devices take turns, and each has its partition. */
  @BeforeAll
  void fillLog() {
    createApplication("heard");
    createApplication("unheard");
    for (var n = 1; n <= UPLINKS; n++) {
      logStore.append(
          "heard", partitionOf(n), uplink("heard", n, Radio.lora(868_100_000, 7, 125_000, "4/5")));
    }
    logStore.append(
        "heard",
        0,
        new DeviceChanged(
            "e1", new EndDeviceId("heard", "dev-0"), NOON.plusSeconds(9999), Change.UPDATE));
  }

  /** Where the handler puts the device's messages. */
  private static int partitionOf(int n) {
    return Math.floorMod(("dev-" + n % 2).hashCode(), PARTITIONS);
  }

  private static ApplicationUplink uplink(String applicationId, int n, Radio radio) {
    return new ApplicationUplink(
        "u" + n,
        new EndDeviceId(applicationId, "dev-" + n % 2),
        NOON.plusSeconds(n),
        DevEui.parse("0004a30b001c0530"),
        DevAddr.parse("26011f2a"),
        new ApplicationUplink.Content(OptionalInt.of(2), n, Payload.ofHex("0102"), n == 1, "A"),
        new UplinkRadio(radio, 46_336, List.of(reception())));
  }

  private static Reception reception() {
    return new Reception(
        GatewayEui.parse("b827ebfffe000001"),
        "roof-1",
        1_234_567,
        NOON,
        new Reception.Signal(-57, 9.5f),
        new Reception.Path(3, 1, 0),
        new Reception.Fix(
            Optional.of(NOON),
            OptionalLong.of(12_345),
            Optional.of(new Location(48.137, 11.575, 519, Location.Source.REGISTRY))));
  }

  private static List<String> ids(JsonNode page) {
    return page.get("messages").findValuesAsText("uplink_id");
  }

  @Test
  void uplinksHaveTheFieldsOfTheSubscribers() {
    var message = admin.get(MESSAGES + "?limit=1").json().at("/messages/0");

    assertThat(message.get("hardware_serial").textValue()).isEqualTo("0004a30b001c0530");
    assertThat(message.get("counter").intValue()).isEqualTo(1);
    assertThat(message.get("confirmed").booleanValue()).isTrue();
    assertThat(message.get("payload_raw").textValue()).isEqualTo("AQI=");
    assertThat(message.at("/metadata/frequency").doubleValue()).isEqualTo(868.1);
    assertThat(message.at("/metadata/data_rate").textValue()).isEqualTo("SF7BW125");
    assertThat(message.at("/metadata/airtime").longValue()).isEqualTo(46_336_000);
    assertThat(message.at("/metadata/gateways/0/gtw_id").textValue()).isEqualTo("roof-1");
    assertThat(message.at("/metadata/gateways/0/snr").doubleValue()).isEqualTo(9.5);
    assertThat(message.at("/metadata/gateways/0/location_source").textValue())
        .isEqualTo("registry");
  }

  @Test
  void fskUplinkHasABitRate() {
    createApplication("fast");
    logStore.append("fast", 1, uplink("fast", 1, Radio.fsk(868_800_000, 50_000)));

    var metadata = admin.get("/applications/fast/messages").json().at("/messages/0/metadata");

    assertThat(metadata.get("modulation").textValue()).isEqualTo("FSK");
    assertThat(metadata.get("bit_rate").intValue()).isEqualTo(50_000);
    assertThat(metadata.has("data_rate")).isFalse();
  }

  @Test
  void pagesShowEveryUplinkOnceInTheOrderOfTime() {
    var all = new ArrayList<String>();
    var page = admin.get(MESSAGES + "?limit=150").json();
    all.addAll(ids(page));
    while (page.has("next_cursor")) {
      page = admin.get(MESSAGES + "?limit=150&after=" + page.get("next_cursor").textValue()).json();
      all.addAll(ids(page));
    }

    var expected = new ArrayList<String>();
    for (var n = 1; n <= UPLINKS; n++) {
      expected.add("u" + n);
    }
    assertThat(all).isEqualTo(expected);
  }

  @Test
  void uplinksOfOneDeviceAreChosen() {
    var page = admin.get(MESSAGES + "?device=dev-1&limit=3").json();

    assertThat(ids(page)).containsExactly("u1", "u3", "u5");
    assertThat(ids(admin.get(MESSAGES + "?device=nobody").json())).isEmpty();
  }

  @Test
  void uplinksAfterATimeAreChosen() {
    var page = admin.get(MESSAGES + "?after=2024-05-01T12:10:00Z&limit=3").json();

    assertThat(ids(page)).containsExactly("u601", "u602", "u603");
    assertThat(ids(admin.get(MESSAGES + "?after=2024-05-02T12:10:00Z").json())).isEmpty();
  }

  @Test
  void trimmedLogIsReadFromWhereItBegins() {
    createApplication("trimmed");
    for (var n = 1; n <= 10; n++) {
      logStore.append("trimmed", 0, uplink("trimmed", n, Radio.fsk(868_800_000, 50_000)));
    }
    logStore.trim(new LogStore.LogId("trimmed", 0), 8);

    assertThat(ids(admin.get("/applications/trimmed/messages").json()))
        .containsExactly("u8", "u9", "u10");
    assertThat(ids(admin.get("/applications/trimmed/messages?after=2024-05-01T12:00:09Z").json()))
        .containsExactly("u10");
  }

  @Test
  void emptyLogHasAnEmptyPage() {
    var page = admin.get("/applications/unheard/messages").json();

    assertThat(page.toString()).isEqualTo("{\"messages\":[]}");
  }

  @Test
  void startThatMeansNothingIsRefused() {
    for (var after : new String[] {"yesterday", "p1", "p1.2.3.4.5", "p1.x"}) {
      assertThat(admin.get(MESSAGES + "?after=" + after).status()).isEqualTo(400);
    }
    assertThat(admin.get(MESSAGES + "?limit=0").status()).isEqualTo(400);
    assertThat(admin.get(MESSAGES + "?limit=1001").status()).isEqualTo(400);
    assertThat(admin.get(MESSAGES + "?limit=ten").status()).isEqualTo(400);
  }
}
