package io.lorikeet.simulator.client;

import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.crypto.SessionKeys11;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A device as the management API is told of it: LoRaWAN 1.0.3, EU868, class A unless it says
 * otherwise.
 */
public sealed interface DeviceRegistration {

  String devId();

  DevEui devEui();

  /** The JSON that creates it. */
  Map<String, Object> toJson();

  /** A device that joins. */
  record Otaa(String devId, DevEui devEui, JoinEui joinEui, Aes128Key appKey)
      implements DeviceRegistration {

    @Override
    public Map<String, Object> toJson() {
      var json = common(this);
      json.put("join_eui", joinEui.toString());
      json.put("app_key", appKey.reveal());
      return json;
    }
  }

  /** A device of LoRaWAN 1.1 that joins. */
  record Otaa11(String devId, DevEui devEui, JoinEui joinEui, Aes128Key nwkKey, Aes128Key appKey)
      implements DeviceRegistration {

    @Override
    public Map<String, Object> toJson() {
      var json = common(this);
      json.put("lorawan_version", "1.1.0");
      json.put("join_eui", joinEui.toString());
      json.put("nwk_key", nwkKey.reveal());
      json.put("app_key", appKey.reveal());
      return json;
    }
  }

  /** A device of LoRaWAN 1.1 with a session it was made with. */
  record Abp11(String devId, DevEui devEui, DevAddr devAddr, SessionKeys11 keys)
      implements DeviceRegistration {

    @Override
    public Map<String, Object> toJson() {
      var json = common(this);
      json.put("lorawan_version", "1.1.0");
      json.put("activation", "abp");
      json.put("dev_addr", devAddr.toString());
      json.put("f_nwk_s_int_key", keys.fNwkSIntKey().reveal());
      json.put("s_nwk_s_int_key", keys.sNwkSIntKey().reveal());
      json.put("nwk_s_enc_key", keys.nwkSEncKey().reveal());
      json.put("app_s_key", keys.appSKey().reveal());
      return json;
    }
  }

  /** A device with a session it was made with. */
  record Abp(String devId, DevEui devEui, DevAddr devAddr, SessionKeys10 keys)
      implements DeviceRegistration {

    @Override
    public Map<String, Object> toJson() {
      var json = common(this);
      json.put("activation", "abp");
      json.put("dev_addr", devAddr.toString());
      json.put("nwk_s_key", keys.nwkSKey().reveal());
      json.put("app_s_key", keys.appSKey().reveal());
      return json;
    }
  }

  /**
   * A device of another version or region.
   *
   * @param version of LoRaWAN, as {@code 1.0.4}
   * @param settings more fields, as {@code regional_parameters}
   */
  record Regional(
      DeviceRegistration device, String version, String frequencyPlan, Map<String, ?> settings)
      implements DeviceRegistration {

    @Override
    public String devId() {
      return device.devId();
    }

    @Override
    public DevEui devEui() {
      return device.devEui();
    }

    @Override
    public Map<String, Object> toJson() {
      var json = device.toJson();
      json.put("lorawan_version", version);
      json.put("frequency_plan", frequencyPlan);
      json.putAll(settings);
      return json;
    }
  }

  private static Map<String, Object> common(DeviceRegistration device) {
    var json = new LinkedHashMap<String, Object>();
    json.put("dev_id", device.devId());
    json.put("dev_eui", device.devEui().toString());
    json.put("lorawan_version", "1.0.3");
    json.put("frequency_plan", "EU_863_870");
    return json;
  }

  /** A device that is not of class A. */
  record InClass(String deviceClass, DeviceRegistration device) implements DeviceRegistration {

    @Override
    public String devId() {
      return device.devId();
    }

    @Override
    public DevEui devEui() {
      return device.devEui();
    }

    @Override
    public Map<String, Object> toJson() {
      var json = device.toJson();
      json.put("class", deviceClass);
      return json;
    }
  }
}
