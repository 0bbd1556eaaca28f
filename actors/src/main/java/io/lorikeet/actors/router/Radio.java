package io.lorikeet.actors.router;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.radio.CodingRate;
import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.LrFhss;
import io.lorikeet.protocol.radio.Modulation;
import io.lorikeet.protocol.radio.TimeOnAir;

/**
 * How a frame was or is to be modulated: LoRa when {@code spreadingFactor} is not 0, LR-FHSS when
 * {@code channelWidthHz} is not 0, else FSK.
 *
 * @param frequencyHz centre frequency
 * @param spreadingFactor 5 to 12; 0 if it is not LoRa
 * @param bandwidthHz LoRa bandwidth; 0 if it is not LoRa
 * @param bitRate FSK bits per second; 0 if it is not FSK
 * @param codingRate as in {@code 4/5}; empty for FSK
 * @param channelWidthHz what LR-FHSS fills with its hops; 0 if it is not LR-FHSS
 */
public record Radio(
    long frequencyHz,
    int spreadingFactor,
    int bandwidthHz,
    int bitRate,
    String codingRate,
    int channelWidthHz)
    implements CborSerializable {

  public static Radio lora(
      long frequencyHz, int spreadingFactor, int bandwidthHz, String codingRate) {
    return new Radio(frequencyHz, spreadingFactor, bandwidthHz, 0, codingRate, 0);
  }

  public static Radio fsk(long frequencyHz, int bitRate) {
    return new Radio(frequencyHz, 0, 0, bitRate, "", 0);
  }

  public static Radio lrFhss(long frequencyHz, int channelWidthHz, String codingRate) {
    return new Radio(frequencyHz, 0, 0, 0, codingRate, channelWidthHz);
  }

  public boolean lora() {
    return spreadingFactor != 0;
  }

  public boolean lrFhss() {
    return channelWidthHz != 0;
  }

  /** {@code SF7BW125} or {@code M0CW137}; empty for FSK. */
  public String dataRateText() {
    if (lora()) {
      return "SF" + spreadingFactor + "BW" + bandwidthHz / 1000;
    }
    return lrFhss() ? "M0CW" + channelWidthHz / 1000 : "";
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
    if (modulation instanceof LrFhss lrFhss) {
      return lrFhss(frequencyHz, lrFhss.channelWidthHz(), lrFhss.codingRate().toString());
    }
    throw new IllegalArgumentException("modulation: " + modulation);
  }

  /** The modulation alone; a coding rate that nobody knows counts as 4/5, or 1/3 of LR-FHSS. */
  public Modulation modulation() {
    if (lrFhss()) {
      return new LrFhss(channelWidthHz, LrFhss.Rate.of(codingRate).orElse(LrFhss.Rate.ONE_THIRD));
    }
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
