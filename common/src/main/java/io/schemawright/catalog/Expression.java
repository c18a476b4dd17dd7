package io.schemawright.catalog;

import io.schemawright.catalog.SqlTokens.Refused;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A default, a check or a predicate as a request wrote it, and how far it can be trusted without a
 * person having read it.
 *
 * <p>The judgement holds for a session with {@code standard_conforming_strings} on, PostgreSQL's
 * default. An expression that is not refused stays within the parentheses it is put into.
 *
 * @param reason why it is not {@link Trust#CLOSED}; empty if it is
 */
public record Expression(String text, Trust trust, String reason) {

  /** How far an expression can be trusted. */
  public enum Trust {
    /** Made of literals, columns and harmless functions only. */
    CLOSED,
    /** One whole expression that stays where it is put, but may do anything: a person must look. */
    OPEN,
    /** Not one whole expression: it must not go into a statement. */
    REFUSED
  }

  /** Judges the default of a column; no type that users made is known. */
  public static Expression ofDefault(String text) {
    return ofDefault(text, Set.of());
  }

  /**
   * Judges the default of a column.
   *
   * @param types the types that users made into which a cast does no harm: {@link
   *     SchemaState#harmlessTypes}
   */
  public static Expression ofDefault(String text, Set<TypeName> types) {
    return judge(text, ClosedGrammar.forDefaults(types));
  }

  /**
   * Judges a check, the predicate of an index, an indexed or a generating expression over these
   * columns; no type that users made is known.
   */
  public static Expression ofPredicate(String text, Set<String> columns) {
    return ofPredicate(text, columns, Set.of());
  }

  /**
   * Judges a check, the predicate of an index, an indexed or a generating expression over these
   * columns.
   *
   * @param types the types that users made into which a cast does no harm: {@link
   *     SchemaState#harmlessTypes}
   */
  public static Expression ofPredicate(String text, Set<String> columns, Set<TypeName> types) {
    return judge(text, ClosedGrammar.forPredicates(columns, types));
  }

  /** Which of these columns it names; none if it is refused. */
  public Set<String> mentions(Set<String> columns) {
    try {
      Set<String> mentioned = new TreeSet<>(columns);
      mentioned.retainAll(SqlTokens.of(text).stream().map(SqlTokens.Token::name).toList());
      return mentioned;
    } catch (Refused e) {
      return Set.of();
    }
  }

  /** Of an expression or a whole statement: PostgreSQL ends the text of a rule with a semicolon. */
  private static List<SqlTokens.Token> tokens(String text) throws Refused {
    String stripped = text.stripTrailing();
    return SqlTokens.of(
        stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : stripped);
  }

  /** Whether the text names any of these; text that cannot be read names none. */
  public static boolean mentionsAny(String text, Set<String> names) {
    try {
      return tokens(text).stream().map(SqlTokens.Token::name).anyMatch(names::contains);
    } catch (Refused e) {
      return false;
    }
  }

  /**
   * The text with other names where {@link #sameWhenRenamed} looks for them; its spaces may differ.
   * Text that cannot be read stays as it is.
   */
  public static String renamed(String text, Map<String, String> renames) {
    if (!mentionsAny(text, renames.keySet())) {
      return text;
    }
    try {
      List<SqlTokens.Token> tokens = tokens(text);
      StringBuilder renamed = new StringBuilder();
      for (int i = 0; i < tokens.size(); i++) {
        SqlTokens.Token token = tokens.get(i);
        boolean name =
            (token.type() == SqlTokens.TokenType.WORD || token.type() == SqlTokens.TokenType.QUOTED)
                && !(i > 0 && tokens.get(i - 1).is("::"))
                && !(i + 1 < tokens.size() && tokens.get(i + 1).is("("));
        String to = name ? renames.get(token.name()) : null;
        renamed.append(i == 0 ? "" : " ").append(to == null ? token.text() : Identifiers.quote(to));
      }
      return renamed.toString();
    } catch (Refused e) {
      return text;
    }
  }

  /**
   * Whether the first text becomes the second when what it names is renamed. What follows {@code
   * ::} is a type and what stands before a parenthesis is a function; they keep their names.
   */
  public static boolean sameWhenRenamed(String before, String after, Map<String, String> renames) {
    if (renames.isEmpty()) {
      return before.equals(after);
    }
    try {
      List<SqlTokens.Token> old = tokens(before);
      List<SqlTokens.Token> renamed = tokens(after);
      for (int i = 0; i < old.size() && old.size() == renamed.size(); i++) {
        SqlTokens.Token token = old.get(i);
        boolean name =
            (token.type() == SqlTokens.TokenType.WORD || token.type() == SqlTokens.TokenType.QUOTED)
                && !(i > 0 && old.get(i - 1).is("::"))
                && !(i + 1 < old.size() && old.get(i + 1).is("("))
                && renames.containsKey(token.name());
        boolean same =
            name
                ? renamed.get(i).name().equals(renames.get(token.name()))
                : token.equals(renamed.get(i));
        if (!same) {
          return false;
        }
      }
      return old.size() == renamed.size();
    } catch (Refused e) {
      return false;
    }
  }

  /**
   * The text in parentheses.
   *
   * @throws IllegalArgumentException if it could leave them
   */
  static String parenthesised(String text) {
    try {
      SqlTokens.of(text);
    } catch (Refused e) {
      throw new IllegalArgumentException("'" + text + "' is no expression: " + e.reason(), e);
    }
    return "(" + text + ")";
  }

  private static Expression judge(String text, ClosedGrammar grammar) {
    try {
      return grammar
          .objection(SqlTokens.of(text))
          .map(objection -> new Expression(text, Trust.OPEN, objection))
          .orElseGet(() -> new Expression(text, Trust.CLOSED, ""));
    } catch (Refused e) {
      return new Expression(text, Trust.REFUSED, e.reason());
    }
  }
}
