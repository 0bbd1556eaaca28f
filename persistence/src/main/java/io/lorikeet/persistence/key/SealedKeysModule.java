package io.lorikeet.persistence.key;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.lorikeet.actors.handler.Secret;
import io.lorikeet.protocol.key.Aes128Key;
import java.io.IOException;

/** Lets Jackson write keys sealed, as binary, and never otherwise. */
public final class SealedKeysModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  /** What a mapper that has it calls it. */
  static final String NAME = "lorikeet-sealed-keys";

  public SealedKeysModule(KeyRing ring) {
    super(NAME);
    addSerializer(Aes128Key.class, new Sealing(ring));
    addDeserializer(Aes128Key.class, new Opening(ring));
    addSerializer(Secret.class, new SealingText(ring));
    addDeserializer(Secret.class, new OpeningText(ring));
  }

  private static final class SealingText extends StdSerializer<Secret> {

    private static final long serialVersionUID = 1L;

    private final transient KeyRing ring;

    private SealingText(KeyRing ring) {
      super(Secret.class);
      this.ring = ring;
    }

    /** The wrapping takes no empty text, and there is nothing in it to hide. */
    @Override
    public void serialize(Secret secret, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (secret.text().isEmpty()) {
        json.writeString("");
        return;
      }
      json.writeBinary(ring.sealText(secret.text()));
    }
  }

  private static final class OpeningText extends StdDeserializer<Secret> {

    private static final long serialVersionUID = 1L;

    private final transient KeyRing ring;

    private OpeningText(KeyRing ring) {
      super(Secret.class);
      this.ring = ring;
    }

    /** Before they were sealed they were stored as text. */
    @Override
    public Secret deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return new Secret(
          json.currentToken() == JsonToken.VALUE_STRING
              ? json.getText()
              : ring.openText(json.getBinaryValue()));
    }
  }

  private static final class Sealing extends StdSerializer<Aes128Key> {

    private static final long serialVersionUID = 1L;

    private final transient KeyRing ring;

    private Sealing(KeyRing ring) {
      super(Aes128Key.class);
      this.ring = ring;
    }

    @Override
    public void serialize(Aes128Key key, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeBinary(ring.seal(key));
    }
  }

  private static final class Opening extends StdDeserializer<Aes128Key> {

    private static final long serialVersionUID = 1L;

    private final transient KeyRing ring;

    private Opening(KeyRing ring) {
      super(Aes128Key.class);
      this.ring = ring;
    }

    @Override
    public Aes128Key deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return ring.open(json.getBinaryValue());
    }
  }
}
