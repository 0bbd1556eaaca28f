package io.lorikeet.persistence.log;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.lorikeet.actors.handler.ApplicationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The messages of one append as one CBOR array, each with the name of its kind. */
final class MessageCodec {

  private static final TypeReference<List<ApplicationMessage>> MESSAGES = new TypeReference<>() {};

  /** Of all kinds of messages. */
  private static final String ID = "id";

  private static final String UNREADABLE = "stored messages cannot be read";

  private final ObjectWriter writer;
  private final ObjectReader reader;

  private final ObjectMapper mapper;

  MessageCodec(ObjectMapper mapper) {
    this.mapper = mapper;
    writer = mapper.writerFor(MESSAGES);
    reader = mapper.readerFor(MESSAGES);
  }

  /** Finds out now how each kind of message is written and read: in a new process it takes long. */
  void warmUp() {
    for (var kind : ApplicationMessage.class.getPermittedSubclasses()) {
      mapper.canSerialize(kind);
      mapper.canDeserialize(mapper.constructType(kind));
    }
  }

  ByteBuffer encode(List<ApplicationMessage> messages) {
    try {
      return ByteBuffer.wrap(writer.writeValueAsBytes(messages));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("messages cannot be written", e);
    }
  }

  List<ApplicationMessage> decode(ByteBuffer body) {
    try {
      return reader.readValue(bytes(body));
    } catch (IOException e) {
      throw new UncheckedIOException(UNREADABLE, e);
    }
  }

  /** Of the same messages, without looking at the rest of them. */
  List<String> decodeIds(ByteBuffer body) {
    var ids = new ArrayList<String>();
    try (var parser = mapper.getFactory().createParser(bytes(body))) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        ids.add(readId(parser));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(UNREADABLE, e);
    }
    return ids;
  }

  /** Of the message that begins here; goes on to its end. */
  private static String readId(JsonParser parser) throws IOException {
    String id = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean here = parser.currentName().equals(ID);
      parser.nextToken();
      if (here) {
        id = parser.getText();
      }
      parser.skipChildren();
    }
    if (id == null) {
      throw new IOException("a message without " + ID);
    }
    return id;
  }

  private static byte[] bytes(ByteBuffer body) {
    var bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    return bytes;
  }
}
