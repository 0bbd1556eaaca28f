package io.lorikeet.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtherCommandsTest {

  private static final String QUEUE = "/applications/farm/devices/pump/downlinks";

  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aGatewayIsRegisteredWithItsPlace() {
    api.when("POST /gateways", 201, "{'gateway_id':'roof'}");

    var result =
        Shell.run(
            api, "gateway create roof --eui b827ebfffe000001 --latitude 52.1 --longitude -4.5");

    assertThat(result.out()).contains("Created gateway roof.");
    assertThat(api.request().body())
        .isEqualTo(
            ("{'gateway_id':'roof','gateway_eui':'b827ebfffe000001','frequency_plan':'EU_863_870',"
                    + "'location':{'latitude':52.1,'longitude':-4.5}}")
                .replace('\'', '"'));
  }

  @Test
  void aGatewayNeedsNoPlaceButNotHalfOfOne() {
    api.when("POST /gateways", 201, "{'gateway_id':'roof'}");

    assertThat(Shell.run(api, "gateway create roof --eui b827ebfffe000001").code()).isZero();
    assertThat(Shell.run(api, "gateway create roof --eui b827ebfffe000001 --latitude 5").code())
        .isEqualTo(2);
  }

  @Test
  void gatewaysAreListedShownAndDeleted() {
    api.when(
            "GET /gateways",
            200,
            "{'gateways':[{'gateway_id':'roof','gateway_eui':'b8','status':{'connected':true}}]}")
        .when("GET /gateways/roof", 200, "{'gateway_id':'roof','status':{'connected':true}}")
        .when("DELETE /gateways/roof", 204, "");

    assertThat(Shell.run(api, "gateway list").out()).contains("roof     b8   true       -");
    assertThat(Shell.run(api, "gateway show roof").out()).contains("status.connected  true");
    assertThat(Shell.run(api, "gateway delete roof").out()).contains("Deleted gateway roof.");
  }

  @Test
  void aDownlinkIsPutBehindTheOthers() {
    api.when("POST " + QUEUE, 202, "{'downlink_id':'d1'}");

    var result = Shell.run(api, "downlink push farm pump --port 2 --hex 01FF --confirmed");

    assertThat(result.out()).contains("Queued downlink d1 for farm/pump.");
    assertThat(api.request().body())
        .isEqualTo(
            "{'port':2,'payload_raw':'Af8=','confirmed':true,'schedule':'last'}"
                .replace('\'', '"'));
  }

  @Test
  void aPayloadMayBeTextOrBase64ButOnlyOne() {
    api.when("POST " + QUEUE, 202, "{'downlink_id':'d1'}");

    Shell.run(api, "downlink push farm pump --port 2 --text hi");
    Shell.run(api, "downlink push farm pump --port 2 --base64 aGk=");

    assertThat(api.requests())
        .allSatisfy(
            request -> assertThat(request.json().path("payload_raw").asText()).isEqualTo("aGk="));
    assertThat(Shell.run(api, "downlink push farm pump --port 2 --text a --hex 00").code())
        .isEqualTo(2);
    assertThat(Shell.run(api, "downlink push farm pump --port 2 --hex 0").code()).isEqualTo(2);
    assertThat(Shell.run(api, "downlink push farm pump --port 2").code()).isEqualTo(2);
  }

  @Test
  void theQueueIsShownAsHexAndCleared() {
    api.when(
            "GET " + QUEUE,
            200,
            "{'downlinks':[{'downlink_id':'d1','state':'queued','port':2,'payload_raw':'Af8='}]}")
        .when("DELETE " + QUEUE, 204, "")
        .when("DELETE " + QUEUE + "/d1", 204, "");

    assertThat(Shell.run(api, "downlink list farm pump").out()).contains("01ff");
    assertThat(Shell.run(api, "downlink clear farm pump d1").out()).contains("d1 is out");
    assertThat(Shell.run(api, "downlink clear farm pump").out()).contains("is empty");
  }

  @Test
  void aWebhookIsCreatedListedAndDeleted() {
    api.when("POST /applications/farm/webhooks", 201, "{'id':'w1'}")
        .when(
            "GET /applications/farm/webhooks",
            200,
            "{'webhooks':[{'id':'w1','url':'https://a.example','events':[],'signed':true}]}")
        .when("DELETE /applications/farm/webhooks/w1", 204, "");

    var created =
        Shell.run(
            api,
            "webhook create farm https://a.example --events up,join --header X-A=b --secret s3");

    assertThat(created.out()).contains("Created webhook w1.");
    assertThat(api.request().body())
        .isEqualTo(
            ("{'url':'https://a.example','events':['up','join'],'headers':{'X-A':'b'},"
                    + "'secret':'s3'}")
                .replace('\'', '"'));
    assertThat(Shell.run(api, "webhook list farm").out()).contains("all     true");
    assertThat(Shell.run(api, "webhook delete farm w1").code()).isZero();
  }
}
