package io.schemawright.intake.submission;

import io.schemawright.request.RequestId;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The id of a request that has none: it derives from its words and the day they were sent, so that
 * it is the same when the message is delivered again, and another when the words are sent again
 * later than a day after.
 */
final class ContentId {
  private static final int BASE = 32;
  private static final int HASH_DIGITS = 52;
  private static final int DIGITS = 26;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ContentId() {}

  /** {@code req-}, 26 digits of the hash, and the day in UTC. */
  static RequestId of(String contentHash, Instant sentAt) {
    String digits = new BigInteger(contentHash, 16).toString(BASE);
    String padded = "0".repeat(HASH_DIGITS - digits.length()) + digits;
    return new RequestId("req-" + padded.substring(0, DIGITS) + "-" + DAY.format(sentAt));
  }
}
