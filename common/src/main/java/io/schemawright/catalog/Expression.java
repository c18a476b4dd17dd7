package io.schemawright.catalog;

import java.util.Set;

/**
 * A default, a check or a predicate as a request wrote it, and how far it can be trusted without a
 * person having read it.
 *
 * @param reason why it is not {@link Trust#CLOSED}; empty if it is
 */
public record Expression(String text, Trust trust, String reason) {

  /** How far an expression can be trusted. */
  public enum Trust {
    /** Made of literals and harmless functions only. */
    CLOSED,
    /** One whole expression that stays where it is put, but may do anything: a person must look. */
    OPEN,
    /** Not one whole expression: it must not go into a statement. */
    REFUSED
  }

  /** Judges the default of a column. */
  public static Expression ofDefault(String text) {
    return new Expression(text, Trust.OPEN, "");
  }

  /** Judges a check or the predicate of an index over these columns. */
  public static Expression ofPredicate(String text, Set<String> columns) {
    return new Expression(text, columns.isEmpty() ? Trust.OPEN : Trust.REFUSED, "");
  }
}
