package io.lorikeet.persistence.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.lorikeet.actors.handler.ApplicationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The messages of one append as one CBOR array, each with the name of its kind. */
final class MessageCodec {

  private static final TypeReference<List<ApplicationMessage>> MESSAGES = new TypeReference<>() {};

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
    var bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    try {
      return reader.readValue(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("stored messages cannot be read", e);
    }
  }
}
