package io.lorikeet.persistence.serialization;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** ISO 8601 of a moment in UTC, with the fraction in as many groups of three digits as it has. */
final class InstantText {

  private static final int SECONDS_A_DAY = 86_400;
  private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_A_DAY;
  private static final long END = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_A_DAY;
  private static final int WHOLE = "2026-03-01T12:00:00".length();
  private static final int MAX_DIGITS = 9;

  private InstantText() {}

  /** The same as {@link Instant#toString}, in ASCII. */
  static byte[] of(Instant moment) {
    long second = moment.getEpochSecond();
    if (second < FIRST || second >= END) {
      return moment.toString().getBytes(StandardCharsets.US_ASCII);
    }
    int nano = moment.getNano();
    int digits = nano == 0 ? 0 : nano % 1_000_000 == 0 ? 3 : nano % 1_000 == 0 ? 6 : MAX_DIGITS;
    var text = new byte[WHOLE + (digits == 0 ? 0 : digits + 1) + 1];
    var day = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_A_DAY));
    int ofDay = (int) Math.floorMod(second, (long) SECONDS_A_DAY);
    put(text, 0, 4, day.getYear());
    text[4] = '-';
    put(text, 5, 2, day.getMonthValue());
    text[7] = '-';
    put(text, 8, 2, day.getDayOfMonth());
    text[10] = 'T';
    put(text, 11, 2, ofDay / 3600);
    text[13] = ':';
    put(text, 14, 2, ofDay / 60 % 60);
    text[16] = ':';
    put(text, 17, 2, ofDay % 60);
    if (digits > 0) {
      text[WHOLE] = '.';
      put(
          text,
          WHOLE + 1,
          digits,
          digits == 3 ? nano / 1_000_000 : digits == 6 ? nano / 1_000 : nano);
    }
    text[text.length - 1] = 'Z';
    return text;
  }

  private static void put(byte[] text, int from, int digits, int value) {
    for (int i = from + digits - 1; i >= from; i--) {
      text[i] = (byte) ('0' + value % 10);
      value /= 10;
    }
  }

  /** Empty for what {@link #of} does not write; that may be a moment all the same. */
  static Optional<Instant> parse(char[] text, int from, int length) {
    int digits = length == WHOLE + 1 ? 0 : length - WHOLE - 2;
    if (length < WHOLE + 1
        || length == WHOLE + 2
        || digits > MAX_DIGITS
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || text[from + 10] != 'T'
        || text[from + 13] != ':'
        || text[from + 16] != ':'
        || text[from + length - 1] != 'Z'
        || length > WHOLE + 1 && text[from + WHOLE] != '.') {
      return Optional.empty();
    }
    int hour = number(text, from + 11, 2);
    int minute = number(text, from + 14, 2);
    int second = number(text, from + 17, 2);
    int nano = number(text, from + WHOLE + 1, digits);
    int year = number(text, from, 4);
    int month = number(text, from + 5, 2);
    int day = number(text, from + 8, 2);
    if ((hour | minute | second | nano | year | month | day) < 0
        || hour > 23
        || minute > 59
        || second > 59) {
      return Optional.empty();
    }
    for (int i = digits; i < MAX_DIGITS; i++) {
      nano *= 10;
    }
    try {
      long days = LocalDate.of(year, month, day).toEpochDay();
      return Optional.of(
          Instant.ofEpochSecond(days * SECONDS_A_DAY + hour * 3600L + minute * 60L + second, nano));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Negative if these are not all digits. */
  private static int number(char[] text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
