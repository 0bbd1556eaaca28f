package io.lorikeet.actors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.testing.GoldenFiles.Golden;
import io.lorikeet.protocol.id.DevEui;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While a cluster is rolled, nodes of two versions read each other's messages and events: a field
 * that only the newer one knows must not matter to the older one, and may be missing for the newer.
 */
class MixedVersionsTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final GoldenFiles FILES = new GoldenFiles(NETWORK);

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private static Stream<Golden> all() {
    return FILES.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void fieldsOfALaterVersionDoNotMatterToThisOneHoweverDeepTheyAre(Golden golden) {
    var later = FILES.tree(golden.sample());
    WrittenRecords.visit(golden.sample(), later, (its, written) -> written.put("added_later", 7));
    assertThat(later.has("added_later")).isTrue();

    assertThat(FILES.read(later, golden.sample())).isEqualTo(golden.sample());
  }

  @Test
  void aConnectionOfTheVersionBeforeTakesDownlinks() {
    var connect =
        new GatewayCommand.Connect(
            NETWORK.<GatewayConnection.Command>probe().ref(),
            "semtech-udp",
            "127.0.0.1:1",
            Instant.EPOCH,
            true,
            NETWORK.<GatewayCommand.Reply>probe().ref());
    var before = FILES.tree(connect);
    before.remove("receivesOnly");

    assertThat(((GatewayCommand.Connect) FILES.read(before, connect)).receivesOnly()).isFalse();
  }

  @Test
  void aVerdictOfTheVersionBeforeHasAnOutcomeAndNoReason() {
    var verdict = Verdict.of(1, DevEui.parse("0102030405060708"), UplinkEnd.REPEATED_TOO_LATE);
    var before = FILES.tree(verdict);
    before.remove("end");

    assertThat(((Verdict) FILES.read(before, verdict)).end()).isEqualTo(UplinkEnd.REPLAYED);
  }
}
