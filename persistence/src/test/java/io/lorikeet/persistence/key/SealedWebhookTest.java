package io.lorikeet.persistence.key;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.handler.Application;
import io.lorikeet.actors.handler.Secret;
import io.lorikeet.actors.handler.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a webhook sends along is stored sealed, and what was stored before is read for ever. */
class SealedWebhookTest {

  private static final KeyRing RING =
      new KeyRing(KeyEncryptionKey.parse("02".repeat(16)), List.of());
  private static final ActorSystem SYSTEM =
      ActorSystem.create(
          "sealed",
          ActorSystemSetup.create(
              BootstrapSetup.create(
                  ConfigFactory.parseString("akka.actor.provider = local")
                      .withFallback(ConfigFactory.load())),
              SealedSerialization.setup(RING)));
  private static final Application.WebhookPut PUT =
      new Application.WebhookPut(
          new Subscription.Webhook(
              "barn",
              "https://barn.example/up",
              Map.of("X-Barn", new Secret("1")),
              Set.of("up"),
              "json",
              Optional.of(new Secret("secret"))));

  @AfterAll
  static void stop() {
    TestKit.shutdownActorSystem(SYSTEM);
  }

  private static Serialization serialization() {
    return SerializationExtension.get(SYSTEM);
  }

  private static SerializerWithStringManifest serializer() {
    return (SerializerWithStringManifest) serialization().findSerializerFor(PUT);
  }

  private static byte[] golden(String name) throws IOException {
    try (var file = SealedWebhookTest.class.getResourceAsStream("/golden/" + name)) {
      var text = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
  }

  private static Object read(byte[] stored) {
    return serialization()
        .deserialize(stored, serializer().identifier(), serializer().manifest(PUT))
        .get();
  }

  @Test
  void a_webhook_that_was_stored_with_sealed_headers_is_read() throws IOException {
    assertThat(read(golden("webhook-sealed.cbor"))).isEqualTo(PUT);
  }

  @Test
  void a_webhook_that_was_stored_in_clear_is_read() throws IOException {
    assertThat(read(golden("webhook-clear.cbor"))).isEqualTo(PUT);
  }

  @Test
  void a_webhook_is_stored_without_its_headers_values_in_clear() {
    var hook =
        new Subscription.Webhook(
            "barn",
            "https://barn.example/up",
            Map.of("Authorization", new Secret("Bearer of news")),
            Set.of(),
            "json",
            Optional.empty());

    var stored = serialization().serialize(new Application.WebhookPut(hook)).get();

    assertThat(new String(stored, StandardCharsets.ISO_8859_1))
        .contains("Authorization")
        .doesNotContain("Bearer");
    assertThat(read(stored)).isEqualTo(new Application.WebhookPut(hook));
  }
}
