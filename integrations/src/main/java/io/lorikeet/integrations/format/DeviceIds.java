package io.lorikeet.integrations.format;

import java.util.regex.Pattern;

/** Names of applications and devices, as far as a topic or a body may carry one inside. */
public final class DeviceIds {

  static final String EXPECTED = "1 to 64 letters, digits, - and _";

  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  private DeviceIds() {}

  public static boolean valid(String id) {
    return FORM.matcher(id).matches();
  }
}
