package io.lorikeet.protocol.region;

/**
 * What one LinkADRReq says of channels.
 *
 * @param control ChMaskCntl, 0 to 7: what the mask is about
 * @param mask ChMask, 16 bits
 */
public record ChannelMask(int control, int mask) {

  public ChannelMask {
    if (control < 0 || control > 7 || mask < 0 || mask > 0xffff) {
      throw new IllegalArgumentException(
          "ChMaskCntl " + control + ", ChMask " + mask + " (expected: 0 to 7, 16 bits)");
    }
  }

  boolean has(int bit) {
    return (mask >> bit & 1) != 0;
  }
}
