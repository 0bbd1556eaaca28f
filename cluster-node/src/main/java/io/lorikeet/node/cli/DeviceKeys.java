package io.lorikeet.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys of a device that is being created; and the art of not showing keys. */
final class DeviceKeys {

  private static final int BYTES = 16;
  private static final List<String> NAMES =
      List.of(
          "app_key",
          "nwk_key",
          "nwk_s_key",
          "f_nwk_s_int_key",
          "s_nwk_s_int_key",
          "nwk_s_enc_key",
          "app_s_key");

  private final SecureRandom random;
  private final Map<String, String> generated = new LinkedHashMap<>();

  DeviceKeys(SecureRandom random) {
    this.random = random;
  }

  /** The key that was given, or a new one, which {@link #generated} remembers. */
  String orNew(String name, Optional<String> given) {
    return given.orElseGet(
        () -> {
          var bytes = new byte[BYTES];
          random.nextBytes(bytes);
          var key = HexFormat.of().formatHex(bytes);
          generated.put(name, key);
          return key;
        });
  }

  /** Name and value of each key that nobody gave. */
  Map<String, String> generated() {
    return generated;
  }

  /** Takes the keys out of devices, at any depth. */
  static <T extends JsonNode> T hide(T answer) {
    if (answer instanceof ObjectNode object) {
      object.remove(NAMES);
    }
    answer.forEach(DeviceKeys::hide);
    return answer;
  }

  static boolean shownIn(JsonNode device) {
    return NAMES.stream().anyMatch(device::has);
  }
}
