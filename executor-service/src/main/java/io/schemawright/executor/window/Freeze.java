package io.schemawright.executor.window;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of time in which nothing may be running on a target.
 *
 * @param from its beginning
 * @param until its end, no longer part of it
 * @param reason why, for people; may be empty
 */
public record Freeze(Instant from, Instant until, String reason) {
  private static final Pattern FORM = Pattern.compile("\\s*([^/\\s]+)/(\\S+)\\s*(.*?)\\s*");

  /** Refuses one that ends before it begins. */
  public Freeze {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "the freeze from %s ends at %s, before it begins".formatted(from, until));
    }
  }

  /**
   * Reads {@code 2026-12-18T18:00+01:00/2027-01-04T06:00+01:00 end of the year}.
   *
   * @throws IllegalArgumentException where it is no such thing
   */
  public static Freeze parse(String text) {
    Matcher parts = FORM.matcher(text);
    try {
      if (parts.matches()) {
        return new Freeze(
            OffsetDateTime.parse(parts.group(1)).toInstant(),
            OffsetDateTime.parse(parts.group(2)).toInstant(),
            parts.group(3));
      }
    } catch (DateTimeException e) {
      // Reported below, like what has another form.
    }
    throw new IllegalArgumentException(
        "\"%s\" is no freeze, expected such as 2026-12-18T18:00+01:00/2027-01-04T06:00+01:00 end of"
                .formatted(text.strip())
            + " the year");
  }

  /** Reads several, separated by semicolons. */
  public static List<Freeze> parseAll(String text) {
    return Arrays.stream(text.split(";", -1))
        .filter(part -> !part.isBlank())
        .map(Freeze::parse)
        .toList();
  }

  boolean isInTheWayOf(Instant begin, Duration needed) {
    return begin.isBefore(until) && begin.plus(needed).compareTo(from) >= 0;
  }
}
