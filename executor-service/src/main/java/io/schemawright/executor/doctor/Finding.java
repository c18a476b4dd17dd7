package io.schemawright.executor.doctor;

import java.util.List;

/**
 * What one look at a target came to.
 *
 * @param check what was looked at, one word
 * @param detail one sentence, for people
 * @param remedy statements for a superuser, in the target, that mend it; empty where nothing is to
 *     be done, or not by SQL
 */
public record Finding(String check, Level level, String detail, List<String> remedy) {
  /** How bad it is. */
  public enum Level {
    OK,
    /** Changes are applied; something that is promised is not kept, or not everywhere. */
    WARNING,
    /** No change, or none of some kind, can be applied. */
    PROBLEM
  }

  public Finding {
    remedy = List.copyOf(remedy);
  }

  static Finding ok(String detail) {
    return new Finding("", Level.OK, detail, List.of());
  }

  static Finding warning(String detail, String... remedy) {
    return new Finding("", Level.WARNING, detail, List.of(remedy));
  }

  static Finding problem(String detail, String... remedy) {
    return new Finding("", Level.PROBLEM, detail, List.of(remedy));
  }

  /** Found by that check. */
  Finding named(String name) {
    return new Finding(name, level, detail, remedy);
  }
}
