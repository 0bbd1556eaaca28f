package io.lorikeet.persistence.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.lorikeet.actors.handler.Secret;
import io.lorikeet.protocol.key.Aes128Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRingTest {

  private static final Aes128Key KEY =
      Aes128Key.of("sixteen letters.".getBytes(StandardCharsets.US_ASCII));
  private static final KeyEncryptionKey OLD = KeyEncryptionKey.parse("01".repeat(32));
  private static final KeyEncryptionKey NEW = KeyEncryptionKey.parse("02".repeat(16));

  record Holder(Aes128Key key, Optional<String> name) {}

  /** RFC 3394, section 4: a key of 128 bits under keys of 128, 192 and 256 bits. */
  @Test
  void wrapping_is_that_of_rfc_3394() {
    assertThat(wrapped("000102030405060708090A0B0C0D0E0F"))
        .isEqualTo("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
    assertThat(wrapped("000102030405060708090A0B0C0D0E0F1011121314151617"))
        .isEqualTo("96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d");
    assertThat(wrapped("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"))
        .isEqualTo("64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7");
  }

  private static String wrapped(String kek) {
    var plain = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
    var key = KeyEncryptionKey.parse(kek);
    assertThat(key.unwrap(key.wrap(plain))).isEqualTo(plain);
    return HexFormat.of().formatHex(key.wrap(plain));
  }

  @Test
  void a_key_is_read_back_and_is_not_in_what_is_written() throws IOException {
    var mapper = mapper(NEW);
    var bytes = mapper.writeValueAsBytes(new Holder(KEY, Optional.of("x")));

    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .doesNotContain("sixteen letters.")
        .doesNotContain("sixteen ");
    assertThat(mapper.readValue(bytes, Holder.class).key()).isEqualTo(KEY);
  }

  record Hook(Optional<Secret> secret) {}

  /** RFC 5649, section 6: 20 octets, and 7, under a key of 192 bits. */
  @Test
  void wrapping_of_texts_is_that_of_rfc_5649() {
    var key = KeyEncryptionKey.parse("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8");

    assertThat(
            hex(
                key.wrapPadded(
                    HexFormat.of().parseHex("c37b7e6492584340bed12207808941155068f738"))))
        .isEqualTo("138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a");
    assertThat(hex(key.wrapPadded(HexFormat.of().parseHex("466f7250617369"))))
        .isEqualTo("afbeb0f07dfbf5419200f2ccb50bb24f");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void a_secret_is_read_back_and_is_not_in_what_is_written() throws IOException {
    var hook = new Hook(Optional.of(new Secret("open sesame")));
    var bytes = mapper(OLD).writeValueAsBytes(hook);

    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("sesame");
    assertThat(mapper(NEW, OLD).readValue(bytes, Hook.class)).isEqualTo(hook);
    assertThatThrownBy(() -> mapper(NEW).readValue(bytes, Hook.class))
        .isInstanceOf(JsonMappingException.class);
  }

  @Test
  void an_empty_secret_is_read_back() throws IOException {
    var hook = new Hook(Optional.of(new Secret("")));

    assertThat(mapper(NEW).readValue(mapper(NEW).writeValueAsBytes(hook), Hook.class))
        .isEqualTo(hook);
  }

  @Test
  void a_secret_that_was_stored_before_they_were_sealed_is_read() throws IOException {
    record Before(Optional<String> secret) {}
    var bytes = mapper(NEW).writeValueAsBytes(new Before(Optional.of("open sesame")));

    assertThat(mapper(NEW).readValue(bytes, Hook.class).secret().orElseThrow().text())
        .isEqualTo("open sesame");
  }

  @Test
  void what_an_older_key_sealed_is_still_read() throws IOException {
    var bytes = mapper(OLD).writeValueAsBytes(new Holder(KEY, Optional.empty()));

    assertThat(mapper(NEW, OLD).readValue(bytes, Holder.class).key()).isEqualTo(KEY);
  }

  @Test
  void what_an_unknown_key_sealed_is_refused_and_both_are_named() throws IOException {
    var bytes = mapper(OLD).writeValueAsBytes(new Holder(KEY, Optional.empty()));

    assertThatThrownBy(() -> mapper(NEW).readValue(bytes, Holder.class))
        .isInstanceOf(JsonMappingException.class)
        .hasMessageContaining(OLD.name())
        .hasMessageContaining(NEW.name());
  }

  @Test
  void a_changed_or_shortened_sealed_key_is_refused() {
    var ring = new KeyRing(NEW, List.of());
    var sealed = ring.seal(KEY);
    sealed[20] ^= 1;

    assertThatThrownBy(() -> ring.open(sealed)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ring.open(new byte[27])).hasMessageContaining("27 bytes");
  }

  @Test
  void a_key_encryption_key_has_16_24_or_32_bytes_and_does_not_show_itself() {
    assertThatThrownBy(() -> KeyEncryptionKey.parse("0a0b0c")).hasMessageContaining("16, 24 or 32");
    assertThatThrownBy(() -> KeyEncryptionKey.parse("secret that is not hex"))
        .hasMessageNotContaining("secret");
    assertThat(OLD.toString()).doesNotContain("0101");
  }

  private static ObjectMapper mapper(KeyEncryptionKey current, KeyEncryptionKey... older) {
    return new CBORMapper()
        .findAndRegisterModules()
        .registerModule(new SealedKeysModule(new KeyRing(current, List.of(older))));
  }
}
