package io.lorikeet.node.chaos;

import java.time.Duration;

/** There is no MQTT broker for a while; the one that comes back knows nothing of the one before. */
record BrokerAway(Duration away) implements Fault {

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public String what() {
    return "MQTT broker gone for %d s".formatted(away.toSeconds());
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_SENT).deliveredInOrder();
  }

  @Override
  public void strike(Stage stage) throws Exception {
    stage.cluster().stopMqtt();
    stage.pause(away);
    stage.cluster().startMqtt();
    stage.say("the broker is back");
  }
}
