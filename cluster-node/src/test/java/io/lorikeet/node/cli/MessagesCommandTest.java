package io.lorikeet.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessagesCommandTest {

  private static final String MESSAGES = "/applications/farm/messages";
  private static final String UNAVAILABLE = "{'title':'Not available now','detail':'starting'}";

  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  private static String uplink(int counter) {
    return ("{'dev_id':'pump','counter':%d,'port':2,'payload_raw':'Af8=','uplink_id':'u%d',"
            + "'metadata':{'time':'2030-01-01T00:00:%02dZ','data_rate':'SF7BW125',"
            + "'gateways':[{'rssi':-50,'snr':9.5}]}}")
        .formatted(counter, counter, counter);
  }

  private static String page(String uplinks) {
    return "{'messages':[" + uplinks + "]}";
  }

  @Test
  void storedUplinksAreReadPageByPageUpToTheLimit() {
    api.when(
            "GET " + MESSAGES + "?limit=2&device=pump",
            200,
            "{'messages':[" + uplink(1) + "],'next_cursor':'c1'}")
        .when(
            "GET " + MESSAGES + "?limit=1&device=pump&after=c1",
            200,
            "{'messages':[" + uplink(2) + "],'next_cursor':'c2'}");

    var result = Shell.run(api, "messages farm --device pump --limit 2");

    assertThat(result.out()).contains("TIME", "01ff", "SF7BW125").hasLineCount(3);
    assertThat(result.err()).contains("--after c2");
  }

  @Test
  void followTellsEachUplinkOnceAndGoesOnWhenTheNodeStartsAgain() throws Exception {
    api.when("GET " + MESSAGES, 200, page(uplink(1)))
        .when("GET " + MESSAGES, 503, UNAVAILABLE)
        .when("GET " + MESSAGES, 503, UNAVAILABLE)
        .when("GET " + MESSAGES, 200, page(uplink(1) + "," + uplink(2)))
        .when("GET " + MESSAGES, 200, page(uplink(2)));
    var shell = new Shell();
    var follower =
        new Thread(
            () ->
                shell.run(
                    "messages",
                    "farm",
                    "--follow",
                    "--interval=1ms",
                    "--after=2030-01-01T00:00:00Z",
                    "--key=secret",
                    "--url=" + api.url()));
    follower.start();
    try {
      await().until(() -> api.requests().size() > 6);
    } finally {
      follower.interrupt();
      follower.join();
    }

    assertThat(shell.out()).hasLineCount(2);
    assertThat(shell.out()).containsSubsequence("#1  port 2  01ff  -50 dBm  9.5 dB", "#2");
    assertThat(shell.err()).containsOnlyOnce("Still trying.");
    assertThat(api.requests().get(0).request()).endsWith("&after=2030-01-01T00%3A00%3A00Z");
  }

  @Test
  void followEndsWhenTheKeyIsRefused() {
    api.when("GET " + MESSAGES, 200, page(""))
        .when("GET " + MESSAGES, 401, "{'title':'Key missing or unknown','detail':'gone'}");

    var result = Shell.run(api, "messages farm --follow --interval 1ms");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("gone");
  }

  @Test
  void aTimeThatIsNoneIsWrongUsage() {
    assertThat(Shell.run(api, "messages farm --follow --after yesterday").code()).isEqualTo(2);
  }
}
