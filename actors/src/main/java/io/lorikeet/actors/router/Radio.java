package io.lorikeet.actors.router;

import io.lorikeet.actors.CborSerializable;

/**
 * How a frame was or is to be modulated: LoRa when {@code spreadingFactor} is not 0, else FSK.
 *
 * @param frequencyHz centre frequency
 * @param spreadingFactor 5 to 12; 0 for FSK
 * @param bandwidthHz LoRa bandwidth; 0 for FSK
 * @param bitRate FSK bits per second; 0 for LoRa
 * @param codingRate as in {@code 4/5}; empty for FSK
 */
public record Radio(
    long frequencyHz, int spreadingFactor, int bandwidthHz, int bitRate, String codingRate)
    implements CborSerializable {

  public static Radio lora(
      long frequencyHz, int spreadingFactor, int bandwidthHz, String codingRate) {
    return new Radio(frequencyHz, spreadingFactor, bandwidthHz, 0, codingRate);
  }

  public static Radio fsk(long frequencyHz, int bitRate) {
    return new Radio(frequencyHz, 0, 0, bitRate, "");
  }

  public boolean lora() {
    return spreadingFactor != 0;
  }

  /** {@code SF7BW125}; empty for FSK. */
  public String dataRateText() {
    return lora() ? "SF" + spreadingFactor + "BW" + bandwidthHz / 1000 : "";
  }
}
