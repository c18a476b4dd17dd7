package io.schemawright.executor.target;

import io.schemawright.executor.window.Calendar;
import io.schemawright.executor.window.Freeze;
import io.schemawright.executor.window.Window;
import io.schemawright.service.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Where a target is and who changes it.
 *
 * @param name as requests name it
 * @param url JDBC address, without credentials
 * @param username the role that owns what is changed
 * @param password its password
 * @param environment what the target is for: {@code development}, {@code production}, …
 * @param ledgerKey what its ledger was guarded with; empty where it was not
 * @param calendar when it may be changed
 * @param trashRetention for how long it keeps the tables that were dropped
 */
public record TargetSettings(
    String name,
    String url,
    String username,
    String password,
    String environment,
    String ledgerKey,
    Calendar calendar,
    Duration trashRetention) {

  /** For how long a target keeps them that says nothing else. */
  public static final Duration TRASH_RETENTION = Duration.ofDays(14);

  /** A target that may be changed at any time and whose ledger is not guarded. */
  public TargetSettings(
      String name, String url, String username, String password, String environment) {
    this(name, url, username, password, environment, "", Calendar.ALWAYS, TRASH_RETENTION);
  }

  /**
   * Reads {@code TARGETS} and, for each name in it, {@code TARGET_<NAME>_URL}, {@code _USERNAME},
   * {@code _PASSWORD}, {@code _ENVIRONMENT}, {@code _LEDGER_KEY}, {@code _WINDOWS}, {@code
   * _FREEZES} and {@code _TRASH_RETENTION}; the name in capitals, its hyphens as underscores.
   */
  public static List<TargetSettings> from(Settings settings) {
    List<String> names = settings.list("TARGETS");
    if (names.isEmpty()) {
      settings.problem("TARGETS", "is missing, expected names of targets separated by commas");
    }
    if (new TreeSet<>(names).size() < names.size()) {
      settings.problem("TARGETS", "names a target twice: " + names);
    }
    return names.stream().map(name -> from(settings, name)).toList();
  }

  private static TargetSettings from(Settings settings, String name) {
    if (name.indexOf('/') >= 0) {
      settings.problem("TARGETS", "holds \"" + name + "\": a target's name has no slash");
    }
    String prefix = "TARGET_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
    String ledgerKey = settings.text(prefix + "LEDGER_KEY", "");
    if (!ledgerKey.isEmpty() && ledgerKey.length() < 32) {
      settings.problem(prefix + "LEDGER_KEY", "is too short, expected 32 characters or more");
    }
    return new TargetSettings(
        name,
        settings.text(prefix + "URL"),
        settings.text(prefix + "USERNAME"),
        settings.text(prefix + "PASSWORD", ""),
        settings.text(prefix + "ENVIRONMENT", "development"),
        ledgerKey,
        new Calendar(
            parsed(settings, prefix + "WINDOWS", Window::parseAll),
            parsed(settings, prefix + "FREEZES", Freeze::parseAll)),
        settings.duration(prefix + "TRASH_RETENTION", TRASH_RETENTION));
  }

  private static <T> List<T> parsed(
      Settings settings, String name, Function<String, List<T>> parser) {
    try {
      return parser.apply(settings.text(name, ""));
    } catch (IllegalArgumentException e) {
      settings.problem(name, "holds " + e.getMessage());
      return List.of();
    }
  }

  /** What its ledger was guarded with, if it was. */
  public Optional<String> ledgerKeyIfAny() {
    return Optional.of(ledgerKey).filter(key -> !key.isEmpty());
  }

  @Override
  public String toString() {
    return "TargetSettings[" + name + ", username=" + username + "]";
  }
}
