package io.lorikeet.actors.router;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.radio.CodingRate;
import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.Modulation;
import io.lorikeet.protocol.radio.TimeOnAir;

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

  /** The radio that sends {@code modulation} on a frequency. */
  public static Radio of(long frequencyHz, Modulation modulation) {
    if (modulation instanceof LoRa lora) {
      return lora(
          frequencyHz, lora.spreadingFactor(), lora.bandwidthHz(), lora.codingRate().toString());
    }
    if (modulation instanceof Fsk fsk) {
      return fsk(frequencyHz, fsk.bitRate());
    }
    throw new IllegalArgumentException("modulation: " + modulation + " (expected: LoRa or FSK)");
  }

  /** The modulation alone; a coding rate that nobody knows counts as 4/5. */
  public Modulation modulation() {
    if (!lora()) {
      return new Fsk(bitRate);
    }
    var rate = CodingRate.of(codingRate);
    return rate.isPresent()
        ? new LoRa(spreadingFactor, bandwidthHz, rate.get())
        : LoRa.of(spreadingFactor, bandwidthHz);
  }

  /** How long a frame of this many bytes is on the air; uplinks carry a CRC, downlinks do not. */
  public long airtimeMicros(int phyBytes, boolean crc) {
    return TimeOnAir.micros(modulation(), phyBytes, crc);
  }
}
