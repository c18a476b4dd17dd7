package io.schemawright.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads settings from environment variables and gathers every problem before it complains.
 *
 * <p>Names are given without the prefix {@code SCHEMAWRIGHT_}. A reader asks for all it needs, gets
 * a harmless stand-in where a value is missing or wrong, and calls {@link #complete} before it uses
 * any of them. Any setting {@code X} may come from a file instead, named by {@code X_FILE}, which
 * is how secrets are mounted into containers. Not thread-safe.
 */
public final class Settings {
  private static final String PREFIX = "SCHEMAWRIGHT_";

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  private Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Settings from a map as {@link System#getenv()} gives it. */
  public static Settings from(Map<String, String> environment) {
    return new Settings(environment);
  }

  /** A value that must be there. */
  public String text(String name) {
    return value(name)
        .orElseGet(
            () -> {
              problems.add(PREFIX + name + " is missing");
              return "";
            });
  }

  /** A value, or {@code otherwise} where it is not set. */
  public String text(String name, String otherwise) {
    return value(name).orElse(otherwise);
  }

  /** A value that may be missing. */
  public Optional<String> optional(String name) {
    return value(name);
  }

  /** A whole number from {@code least} to {@code most}. */
  public int number(String name, int otherwise, int least, int most) {
    Optional<String> value = value(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    problems.add(
        "%s%s is \"%s\", expected a whole number from %d to %d"
            .formatted(PREFIX, name, value.get(), least, most));
    return otherwise;
  }

  /** A TCP port. */
  public int port(String name, int otherwise) {
    return number(name, otherwise, 0, 65_535);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name, boolean otherwise) {
    Optional<String> value = value(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (value.get().equals("true") || value.get().equals("false")) {
      return value.get().equals("true");
    }
    problems.add("%s%s is \"%s\", expected true or false".formatted(PREFIX, name, value.get()));
    return otherwise;
  }

  /** A duration as ISO 8601 writes it, such as {@code PT30S}. */
  public Duration duration(String name, Duration otherwise) {
    Optional<String> value = value(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      Duration duration = Duration.parse(value.get());
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Reported below, like a negative one.
    }
    problems.add(
        "%s%s is \"%s\", expected a duration such as PT30S or PT48H"
            .formatted(PREFIX, name, value.get()));
    return otherwise;
  }

  /** Values separated by commas; empty where not set. */
  public List<String> list(String name) {
    return value(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** Adds a problem that the caller found in a value, to be reported with the others. */
  public void problem(String name, String message) {
    problems.add(PREFIX + name + " " + message);
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidSettings if any value was missing or wrong; names all of them
   */
  public void complete() {
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
  }

  private Optional<String> value(String name) {
    String direct = environment.get(PREFIX + name);
    String file = environment.get(PREFIX + name + "_FILE");
    if (direct != null && file != null) {
      problems.add(PREFIX + name + " and " + PREFIX + name + "_FILE are both set, expected one");
    }
    if (direct != null) {
      return direct.isBlank() ? Optional.empty() : Optional.of(direct);
    }
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(Path.of(file)).strip());
    } catch (IOException e) {
      problems.add("%s%s_FILE: cannot read %s".formatted(PREFIX, name, file));
      return Optional.empty();
    }
  }
}
