package io.lorikeet.actors.testing;

import akka.serialization.jackson.JacksonObjectMapperFactory;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.lorikeet.actors.handler.Secret;
import io.lorikeet.protocol.key.Aes128Key;
import java.io.IOException;

/** Writes keys in clear, where a node seals them: a test's keys are no secret. */
public final class PlainKeys extends JacksonObjectMapperFactory {

  @Override
  public ObjectMapper newObjectMapper(String bindingName, JsonFactory jsonFactory) {
    return super.newObjectMapper(bindingName, jsonFactory).registerModule(module());
  }

  private static SimpleModule module() {
    var module = new SimpleModule("plain-keys");
    module.addSerializer(Aes128Key.class, new Writer());
    module.addDeserializer(Aes128Key.class, new Reader());
    module.addSerializer(Secret.class, new SecretWriter());
    module.addDeserializer(Secret.class, new SecretReader());
    return module;
  }

  private static final class SecretWriter extends StdSerializer<Secret> {
    private static final long serialVersionUID = 1L;

    private SecretWriter() {
      super(Secret.class);
    }

    @Override
    public void serialize(Secret secret, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(secret.text());
    }
  }

  private static final class SecretReader extends StdDeserializer<Secret> {
    private static final long serialVersionUID = 1L;

    private SecretReader() {
      super(Secret.class);
    }

    @Override
    public Secret deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return new Secret(json.getText());
    }
  }

  private static final class Writer extends StdSerializer<Aes128Key> {
    private static final long serialVersionUID = 1L;

    private Writer() {
      super(Aes128Key.class);
    }

    @Override
    public void serialize(Aes128Key key, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(key.reveal());
    }
  }

  private static final class Reader extends StdDeserializer<Aes128Key> {
    private static final long serialVersionUID = 1L;

    private Reader() {
      super(Aes128Key.class);
    }

    @Override
    public Aes128Key deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return Aes128Key.parse(json.getText());
    }
  }
}
