package io.schemawright.executor.window;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of time that comes again and again, in which a target may be changed.
 *
 * <p>It opens by the wall clock of its zone and stays open for its length in elapsed time: on the
 * night on which the clocks go forward a window from 01:00 of three hours ends at 05:00. An opening
 * in an hour that a night lacks comes an hour later by the clock; in an hour that a night has twice
 * it comes once, in the first.
 *
 * @param name as requests name it
 * @param opens when it opens, in crontab's five fields
 * @param zone the time zone of {@code opens}
 * @param length how long it stays open
 */
public record Window(String name, String opens, ZoneId zone, Duration length) {
  private static final CronParser CRONTAB =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** No clock on earth has been moved further at once than this. */
  private static final Duration LONGEST_SHIFT = Duration.ofHours(25);

  private static final Pattern FORM =
      Pattern.compile("\\s*([A-Za-z][\\w-]*)\\s*:\\s*(.+?)\\s+(\\S+)\\s+(P\\S+)\\s*");
  private static final Pattern WEEKDAY_AND_TIME =
      Pattern.compile("(?i)([A-Z]{3}(?:[-,][A-Z]{3})*)\\s+(\\d{1,2}:\\d{2})");

  /** Refuses an expression that is none, and a length that is not positive. */
  public Window {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException("the length of window " + name + " is " + length);
    }
    var unused = cron(opens);
  }

  /**
   * Reads {@code nightly: 0 2 * * MON-FRI Europe/Berlin PT3H} or {@code weekend: SAT 10:00 UTC
   * PT8H}.
   *
   * @throws IllegalArgumentException where it is neither
   */
  public static Window parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no window, expected such as nightly: 0 2 * * MON-FRI Europe/Berlin PT3H, or"
                  .formatted(text.strip())
              + " weekend: SAT 10:00 UTC PT8H");
    }
    try {
      return new Window(
          parts.group(1),
          crontab(parts.group(2)),
          ZoneId.of(parts.group(3)),
          Duration.parse(parts.group(4)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"%s\": %s".formatted(text.strip(), e.getMessage()), e);
    }
  }

  private static String crontab(String when) {
    Matcher weekday = WEEKDAY_AND_TIME.matcher(when);
    if (!weekday.matches()) {
      return when;
    }
    String time = weekday.group(2);
    LocalTime opens = LocalTime.parse(time.length() == 4 ? "0" + time : time);
    return "%d %d * * %s".formatted(opens.getMinute(), opens.getHour(), weekday.group(1));
  }

  private static Cron cron(String opens) {
    try {
      return CRONTAB.parse(opens).validate();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no crontab expression of five fields: %s".formatted(opens, e.getMessage()), e);
    }
  }

  /**
   * The first time from {@code from} on at which so much of the window is left; empty where it is
   * never open for so long, or never again.
   */
  Optional<Instant> opening(Instant from, Duration needed) {
    if (needed.compareTo(length) > 0) {
      return Optional.empty();
    }
    Optional<Instant> last = last(from);
    return last.isPresent() && !from.plus(needed).isAfter(last.get().plus(length))
        ? Optional.of(from)
        : next(from);
  }

  /** When it opened last, at {@code from} or before. */
  private Optional<Instant> last(Instant from) {
    ExecutionTime times = ExecutionTime.forCron(cron(opens));
    Optional<ZonedDateTime> time = times.lastExecution(wallClock(from).plus(LONGEST_SHIFT));
    while (time.isPresent() && instant(time.get()).isAfter(from)) {
      time = times.lastExecution(time.get());
    }
    return time.map(this::instant);
  }

  /** When it opens next, after {@code from}. */
  private Optional<Instant> next(Instant from) {
    ExecutionTime times = ExecutionTime.forCron(cron(opens));
    Optional<ZonedDateTime> time = times.nextExecution(wallClock(from).minus(LONGEST_SHIFT));
    while (time.isPresent() && !instant(time.get()).isAfter(from)) {
      time = times.nextExecution(time.get());
    }
    return time.map(this::instant);
  }

  /**
   * What the clocks show there, as a time of a zone without changes: asked in a zone with changes,
   * the library leaves out an opening in an hour that a night lacks, and opens twice in an hour
   * that a night has twice.
   */
  private ZonedDateTime wallClock(Instant time) {
    return time.atZone(zone).withZoneSameLocal(ZoneOffset.UTC);
  }

  /** Java moves a time that a night lacks by what it lacks, and takes the first of two. */
  private Instant instant(ZonedDateTime wallClock) {
    return ZonedDateTime.of(wallClock.toLocalDateTime(), zone).toInstant();
  }

  /** Reads several, separated by semicolons. */
  public static List<Window> parseAll(String text) {
    List<Window> windows =
        Arrays.stream(text.split(";", -1))
            .filter(part -> !part.isBlank())
            .map(Window::parse)
            .toList();
    if (windows.stream().map(Window::name).distinct().count() < windows.size()) {
      throw new IllegalArgumentException("two windows of one name: \"%s\"".formatted(text.strip()));
    }
    return windows;
  }
}
