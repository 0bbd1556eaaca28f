package io.lorikeet.actors.networkserver.mac;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.MacParameters.Windows;
import io.lorikeet.actors.networkserver.mac.Negotiation.Desired;
import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRAns;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.NewChannel.NewChannelAns;
import io.lorikeet.protocol.mac.NewChannel.NewChannelReq;
import io.lorikeet.protocol.mac.RxParamSetup;
import io.lorikeet.protocol.mac.RxTimingSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is said more than once, and when. */
class NegotiationAgainTest {

  private static final int F_OPTS = 15;
  private static final MacParameters JOINED = Eu868Rules.parameters(8);

  private MacState state = MacState.start(JOINED);
  private MacParameters desired = JOINED;
  private long fCnt;

  private List<MacCommand> next() {
    var plan =
        Negotiation.next(
            state, state.current(), new Desired(desired, false), Eu868Rules.V104, F_OPTS, fCnt);
    state = plan.after();
    return plan.requests();
  }

  private void hear(MacCommand... commands) {
    fCnt++;
    state =
        Negotiation.received(
            state,
            new MacUplink(
                fCnt,
                OptionalInt.empty(),
                true,
                List.of(commands),
                NegotiationTest.START.plusSeconds(60 * fCnt)),
            () -> JOINED,
            Eu868Rules.V104);
  }

  @Test
  void theLinkIsAskedForAgainAsSoonAsTheChannelsAreDefined() {
    desired = JOINED.withLink(new LinkSettings(5, 0, 1));
    var link = next();
    hear(new LinkADRAns(false, true, true));
    var requests = next();
    while (requests.get(0) instanceof NewChannelReq) {
      var answers = new ArrayList<MacCommand>();
      requests.forEach(request -> answers.add(new NewChannelAns(true, true)));
      hear(answers.toArray(MacCommand[]::new));
      requests = next();
    }

    assertThat(requests).isEqualTo(link);
    assertThat(fCnt).isLessThan(8);
  }

  @Test
  void aDeviceThatGoesOnRefusingItsChannelsIsLeftAloneForAWhile() {
    desired = JOINED.withLink(new LinkSettings(5, 0, 1));
    int links = 0;
    for (int i = 0; i < 30; i++) {
      var answers = new ArrayList<MacCommand>();
      for (var request : next()) {
        boolean channel = request instanceof NewChannelReq;
        links += channel ? 0 : 1;
        answers.add(channel ? new NewChannelAns(true, true) : new LinkADRAns(false, true, true));
      }
      hear(answers.toArray(MacCommand[]::new));
    }

    assertThat(links).isEqualTo(3);
  }

  @Test
  void whatTheDeviceHasNotHeardIsSaidOnceMore() {
    desired = JOINED.withWindows(new Windows(5, 2, 3, 869_525_000));
    var requests = next();

    assertThat(Negotiation.again(state, F_OPTS)).isEqualTo(requests);
    assertThat(Negotiation.again(state, 5)).containsExactly(requests.get(0));
    hear(new RxParamSetup.RXParamSetupAns(true, true, true), new RxTimingSetup.RXTimingSetupAns());
    assertThat(Negotiation.again(state, F_OPTS)).isEmpty();
  }

  @Test
  void aDeviceThatDoesNotRejoinIsToldThreeTimes() {
    var request = new ForceRejoinReq(0, 3, 0, 2);
    state = state.withRejoin(request.encode());

    for (int i = 0; i < 3; i++) {
      assertThat(next()).containsExactly(request);
      hear();
    }
    assertThat(next()).isEmpty();
    assertThat(state.asks()).extracting(Ask::outcome).containsExactly(Ask.Outcome.GIVEN_UP);
  }

  @Test
  void oneThatDoesIsNotToldAgain() {
    state = state.withRejoin(new ForceRejoinReq(0, 3, 0, 2).encode());
    next();

    assertThat(state.withoutRejoin().asks()).isEmpty();
  }
}
