package io.lorikeet.integrations.webhook;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.integrations.DeliveryMeters;
import io.lorikeet.integrations.DownlinkInbox;
import io.lorikeet.integrations.DownlinkMeters;
import java.time.Clock;

/** Opens the way to webhooks. */
public final class Webhooks {

  private final ActorSystem<?> system;
  private final WebhookSettings settings;
  private final Clock clock;
  private final TargetGuard guard;
  private final AnswerDownlinks downlinks;
  private final DeliveryMeters meters;

  public Webhooks(
      ActorSystem<?> system, WebhookSettings settings, DownlinkInbox inbox, Clock clock) {
    this.system = system;
    this.settings = settings;
    this.clock = clock;
    this.guard =
        new TargetGuard(
            settings.allowPrivateTargets(),
            system.dispatchers().lookup(DispatcherSelector.blocking()));
    var registry = Meters.of(system);
    this.downlinks =
        new AnswerDownlinks(
            inbox, new DownlinkMeters(registry, "webhook"), settings.maxDownlinks());
    this.meters = new DeliveryMeters(registry, "webhook");
  }

  public Delivery open(Subscription.Webhook webhook) {
    return new WebhookDelivery(system, webhook, settings, guard, downlinks, meters, clock);
  }
}
