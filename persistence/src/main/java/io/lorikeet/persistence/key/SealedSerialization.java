package io.lorikeet.persistence.key;

import akka.actor.setup.Setup;
import akka.actor.typed.ActorSystem;
import akka.serialization.jackson.JacksonObjectMapperFactory;
import akka.serialization.jackson.JacksonObjectMapperProvider;
import akka.serialization.jackson.JacksonObjectMapperProviderSetup;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * Makes Akka's serialization seal keys wherever it writes: journal, snapshots, log, and between
 * nodes.
 */
public final class SealedSerialization {

  /** The binding that {@code CborSerializable} has. */
  private static final String CBOR = "jackson-cbor";

  private SealedSerialization() {}

  /** Belongs into the {@code ActorSystemSetup} of every system that uses the store. */
  public static Setup setup(KeyRing ring) {
    return JacksonObjectMapperProviderSetup.create(new Factory(ring));
  }

  /**
   * The mapper of the system's serialization.
   *
   * @throws IllegalStateException when the system was created without {@link #setup}: it would
   *     write keys in clear
   */
  public static ObjectMapper mapper(ActorSystem<?> system) {
    var mapper = JacksonObjectMapperProvider.get(system).getOrCreate(CBOR, Optional.empty());
    if (!mapper.getRegisteredModuleIds().contains(SealedKeysModule.NAME)) {
      throw new IllegalStateException(
          "actor system " + system.name() + " was created without SealedSerialization.setup");
    }
    return mapper;
  }

  private static final class Factory extends JacksonObjectMapperFactory {

    private final KeyRing ring;

    private Factory(KeyRing ring) {
      this.ring = ring;
    }

    @Override
    public ObjectMapper newObjectMapper(String bindingName, JsonFactory jsonFactory) {
      return super.newObjectMapper(bindingName, jsonFactory)
          .registerModule(new SealedKeysModule(ring));
    }
  }
}
