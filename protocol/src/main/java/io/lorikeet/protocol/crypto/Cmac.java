package io.lorikeet.protocol.crypto;

import io.lorikeet.protocol.key.Aes128Key;
import org.bouncycastle.crypto.BlockCipher;

/** AES-CMAC as in RFC 4493. */
public final class Cmac {

  private Cmac() {}

  /** The 16 bytes of the CMAC. */
  public static byte[] of(Aes128Key key, byte[] message) {
    return of(key, message, message.length);
  }

  /** The first four bytes of the CMAC as a little-endian number: a MIC as LoRaWAN sends it. */
  public static int first4(Aes128Key key, byte[] message) {
    return first4(key, message, message.length);
  }

  /** The same over the first {@code length} bytes. */
  public static int first4(Aes128Key key, byte[] message, int length) {
    var mac = of(key, message, length);
    return mac[0] & 0xff | (mac[1] & 0xff) << 8 | (mac[2] & 0xff) << 16 | mac[3] << 24;
  }

  private static byte[] of(Aes128Key key, byte[] message, int length) {
    var aes = Aes.encryptor(key);
    var state = new byte[Aes.BLOCK];
    int last = length == 0 ? 0 : (length - 1) / Aes.BLOCK * Aes.BLOCK;
    for (int at = 0; at < last; at += Aes.BLOCK) {
      xor(state, message, at, Aes.BLOCK);
      aes.processBlock(state, 0, state, 0);
    }
    int rest = length - last;
    xor(state, message, last, rest);
    var subkey = doubled(encryptedZero(aes));
    if (rest < Aes.BLOCK) {
      state[rest] ^= (byte) 0x80;
      subkey = doubled(subkey);
    }
    xor(state, subkey, 0, Aes.BLOCK);
    aes.processBlock(state, 0, state, 0);
    return state;
  }

  private static byte[] encryptedZero(BlockCipher aes) {
    var block = new byte[Aes.BLOCK];
    aes.processBlock(block, 0, block, 0);
    return block;
  }

  /** Multiplication by x in GF(2^128), the step from one subkey to the next. */
  private static byte[] doubled(byte[] block) {
    var result = new byte[Aes.BLOCK];
    int carry = 0;
    for (int i = Aes.BLOCK - 1; i >= 0; i--) {
      int shifted = (block[i] & 0xff) << 1 | carry;
      result[i] = (byte) shifted;
      carry = shifted >> 8;
    }
    result[Aes.BLOCK - 1] ^= (byte) (carry * 0x87);
    return result;
  }

  private static void xor(byte[] state, byte[] with, int at, int count) {
    for (int i = 0; i < count; i++) {
      state[i] ^= with[at + i];
    }
  }
}
