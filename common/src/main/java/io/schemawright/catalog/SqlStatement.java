package io.schemawright.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a text that a person wrote, cut out as PostgreSQL's own scanner would do with
 * {@code standard_conforming_strings} on (PostgreSQL manual, 4.1): quotes, dollar quotes, nested
 * comments, and the bodies of {@code BEGIN ATOMIC} functions hold no end of a statement.
 *
 * @param text the statement without the semicolon after it
 * @param words its keywords and names in their order, outside of strings: in lower case, or as they
 *     stand between double quotes
 */
public record SqlStatement(String text, List<String> words) {
  public SqlStatement {
    words = List.copyOf(words);
  }

  /**
   * Cuts a text into its statements; comments between them are left out.
   *
   * @throws IllegalArgumentException if a quote, a comment or a parenthesis does not end, or if the
   *     text holds a command of the interactive terminal
   */
  public static List<SqlStatement> split(String sql) {
    return new Scan(sql).statements();
  }

  /** Whether it begins with these keywords. */
  public boolean begins(String... keywords) {
    return words.size() >= keywords.length
        && words.subList(0, keywords.length).equals(List.of(keywords));
  }

  /**
   * Whether PostgreSQL refuses to run it within a transaction because it is to work beside others:
   * {@code CONCURRENTLY} in the place where it is a keyword, and {@code VACUUM}. {@code REFRESH
   * MATERIALIZED VIEW CONCURRENTLY} runs in a transaction like any other statement.
   */
  public boolean runsOutsideTransactions() {
    return begins("vacuum")
        || begins("create", "index", "concurrently")
        || begins("create", "unique", "index", "concurrently")
        || begins("drop", "index", "concurrently")
        || (begins("reindex") && words.contains("concurrently"))
        || (begins("alter", "table")
            && words.contains("detach")
            && words.get(words.size() - 1).equals("concurrently"));
  }

  /** Everything it names or says, for finding the objects that it may be about. */
  public Set<String> mentions() {
    return new HashSet<>(words);
  }

  private static final class Scan {
    private final String sql;
    private final List<SqlStatement> statements = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private int at;
    private int start = -1;
    private int parentheses;
    private int blocks;

    Scan(String sql) {
      this.sql = sql;
    }

    List<SqlStatement> statements() {
      while (at < sql.length()) {
        next();
      }
      end(sql.length());
      return List.copyOf(statements);
    }

    private void next() {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int newLine = sql.indexOf('\n', at);
        at = newLine < 0 ? sql.length() : newLine;
      } else if (sql.startsWith("/*", at)) {
        comment();
      } else if (c == ';' && parentheses == 0 && blocks == 0) {
        end(at);
        at++;
      } else {
        if (start < 0) {
          start = at;
        }
        token(c);
      }
    }

    private void token(char c) {
      if (c == '\'') {
        string(false);
      } else if (c == '"') {
        words.add(quoted());
      } else if (c == '$' && dollarTag() != null) {
        dollarQuoted();
      } else if (isWordStart(c)) {
        word();
      } else if (Character.isDigit(c)) {
        while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
          at++;
        }
      } else if (c == '\\') {
        throw new IllegalArgumentException(
            "%s: a backslash outside of quotes is no SQL; commands of psql cannot be used here"
                .formatted(place(at)));
      } else {
        parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (parentheses < 0) {
          throw new IllegalArgumentException(
              "%s: this parenthesis closes none".formatted(place(at)));
        }
        at++;
      }
    }

    private void word() {
      int from = at;
      while (at < sql.length() && isWordPart(sql.charAt(at))) {
        at++;
      }
      String word = sql.substring(from, at).toLowerCase(Locale.ROOT);
      char after = at < sql.length() ? sql.charAt(at) : ' ';
      if (after == '\'' && word.equals("e")) {
        string(true);
        return;
      }
      if (after == '\'' && Set.of("b", "x", "n").contains(word)) {
        string(false);
        return;
      }
      if (sql.startsWith("&'", at) && word.equals("u")) {
        at++;
        string(false);
        return;
      }
      block(word);
      words.add(word);
    }

    /** The body of a function in SQL's own form ends with the END of its BEGIN ATOMIC. */
    private void block(String word) {
      String before = words.isEmpty() ? "" : words.get(words.size() - 1);
      if (word.equals("atomic") && before.equals("begin") && words.get(0).equals("create")) {
        blocks++;
      } else if (blocks > 0 && word.equals("case")) {
        blocks++;
      } else if (blocks > 0 && word.equals("end")) {
        blocks--;
      }
    }

    private void string(boolean escapes) {
      int from = at++;
      while (at < sql.length()) {
        char c = sql.charAt(at++);
        if (escapes && c == '\\') {
          at++;
        } else if (c == '\'') {
          if (at < sql.length() && sql.charAt(at) == '\'') {
            at++;
          } else {
            return;
          }
        }
      }
      throw new IllegalArgumentException(place(from) + ": this string does not end");
    }

    private String quoted() {
      int from = at++;
      StringBuilder name = new StringBuilder();
      while (at < sql.length()) {
        char c = sql.charAt(at++);
        if (c != '"') {
          name.append(c);
        } else if (at < sql.length() && sql.charAt(at) == '"') {
          name.append('"');
          at++;
        } else {
          return name.toString();
        }
      }
      throw new IllegalArgumentException(place(from) + ": this quoted name does not end");
    }

    private @Nullable String dollarTag() {
      int end = at + 1;
      while (end < sql.length() && isWordPart(sql.charAt(end)) && sql.charAt(end) != '$') {
        end++;
      }
      boolean tag =
          end < sql.length()
              && sql.charAt(end) == '$'
              && (end == at + 1 || !Character.isDigit(sql.charAt(at + 1)));
      return tag ? sql.substring(at, end + 1) : null;
    }

    private void dollarQuoted() {
      String tag = String.valueOf(dollarTag());
      int end = sql.indexOf(tag, at + tag.length());
      if (end < 0) {
        throw new IllegalArgumentException(
            "%s: what begins with %s does not end".formatted(place(at), tag));
      }
      bodyWords(sql.substring(at + tag.length(), end));
      at = end + tag.length();
    }

    /** A body is a text to PostgreSQL, but what it names may matter. */
    private void bodyWords(String body) {
      StringBuilder word = new StringBuilder();
      for (int i = 0; i <= body.length(); i++) {
        char c = i < body.length() ? body.charAt(i) : ' ';
        if (isWordPart(c)) {
          word.append(c);
        } else if (word.length() > 0) {
          words.add(word.toString().toLowerCase(Locale.ROOT));
          word.setLength(0);
        }
      }
    }

    private void comment() {
      int from = at;
      int depth = 0;
      do {
        if (sql.startsWith("/*", at)) {
          depth++;
          at += 2;
        } else if (sql.startsWith("*/", at)) {
          depth--;
          at += 2;
        } else {
          at++;
        }
        if (at >= sql.length() && depth > 0) {
          throw new IllegalArgumentException(place(from) + ": this comment does not end");
        }
      } while (depth > 0);
    }

    private void end(int end) {
      if (start < 0) {
        return;
      }
      if (parentheses > 0 || blocks > 0) {
        throw new IllegalArgumentException(
            "%s: this statement does not end".formatted(place(start)));
      }
      statements.add(new SqlStatement(sql.substring(start, end).strip(), words));
      words = new ArrayList<>();
      start = -1;
    }

    private String place(int position) {
      long line = 1 + sql.substring(0, position).chars().filter(c -> c == '\n').count();
      int column = position - sql.lastIndexOf('\n', position - 1);
      return "line %d, column %d".formatted(line, column);
    }

    private static boolean isWordStart(char c) {
      return Character.isLetter(c) || c == '_' || c > 127;
    }

    private static boolean isWordPart(char c) {
      return isWordStart(c) || Character.isDigit(c) || c == '$';
    }
  }
}
