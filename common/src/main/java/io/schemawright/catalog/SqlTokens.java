package io.schemawright.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts one SQL expression into tokens as PostgreSQL's own scanner does with {@code
 * standard_conforming_strings} on, and refuses what could end the place the text is put into, or
 * what versions of that scanner read differently.
 */
final class SqlTokens {

  enum TokenType {
    WORD,
    QUOTED,
    STRING,
    NUMBER,
    OPERATOR,
    /** One of {@code ( ) [ ] , . : ::}. */
    PUNCTUATION
  }

  record Token(TokenType type, String text) {
    boolean is(String punctuationOrOperator) {
      return (type == TokenType.PUNCTUATION || type == TokenType.OPERATOR)
          && text.equals(punctuationOrOperator);
    }

    /** The name this stands for: without its quotes, or in lower case if it has none. */
    String name() {
      return type == TokenType.QUOTED
          ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
          : lowerCase(text);
    }
  }

  /** The text is not one whole expression. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private static final String OPERATOR_CHARACTERS = "~!@#^&|`?+-*/%<>=";

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  /** The tokens of one expression: not empty, balanced, no comment, no semicolon. */
  static List<Token> of(String sql) throws Refused {
    if (!Identifiers.storable(sql)) {
      throw new Refused("it holds a character that PostgreSQL cannot store");
    }
    SqlTokens scan = new SqlTokens(sql);
    while (scan.at < sql.length()) {
      scan.next();
    }
    if (scan.tokens.isEmpty()) {
      throw new Refused("it is empty");
    }
    requireBalance(scan.tokens);
    return List.copyOf(scan.tokens);
  }

  private void next() throws Refused {
    char c = sql.charAt(at);
    if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
      throw new Refused("it holds a comment");
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      at++;
    } else if (c == '\'') {
      string(at, false);
    } else if (c == '"') {
      quoted();
    } else if (startsWord(c)) {
      word();
    } else if (isDigit(c) || (c == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1)))) {
      number();
    } else if (c == '$') {
      dollarQuoted();
    } else if (c == ';') {
      throw new Refused("it holds a semicolon");
    } else if (sql.startsWith("::", at)) {
      add(TokenType.PUNCTUATION, at + 2);
    } else if ("()[],.:".indexOf(c) >= 0) {
      add(TokenType.PUNCTUATION, at + 1);
    } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
      operator();
    } else {
      throw new Refused("it holds '%s', which is in no expression".formatted(c));
    }
  }

  private void add(TokenType type, int end) {
    tokens.add(new Token(type, sql.substring(at, end)));
    at = end;
  }

  /** Reads a string whose opening quote is at {@code open}; its prefix begins at {@code at}. */
  private void string(int open, boolean backslashEscapes) throws Refused {
    if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).type() == TokenType.STRING) {
      // Across a line end PostgreSQL joins them, and the first one's escapes hold in the second.
      throw new Refused("it holds two string literals side by side");
    }
    int i = open + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && backslashEscapes) {
        i += 2;
      } else if (c != '\'') {
        i++;
      } else if (sql.startsWith("''", i)) {
        i += 2;
      } else {
        add(TokenType.STRING, i + 1);
        return;
      }
    }
    throw new Refused("a string literal in it does not end");
  }

  private void quoted() throws Refused {
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c != '"') {
        i++;
      } else if (sql.startsWith("\"\"", i)) {
        i += 2;
      } else if (i == at + 1) {
        throw new Refused("it holds an empty quoted name");
      } else {
        add(TokenType.QUOTED, i + 1);
        return;
      }
    }
    throw new Refused("a quoted name in it does not end");
  }

  private void word() throws Refused {
    int end = at + 1;
    while (end < sql.length() && continuesWord(sql.charAt(end))) {
      end++;
    }
    boolean quoteFollows = end < sql.length() && sql.charAt(end) == '\'';
    boolean oneLetter = end == at + 1;
    char letter = sql.charAt(at);
    if (oneLetter
        && (letter == 'u' || letter == 'U')
        && (sql.startsWith("&'", end) || sql.startsWith("&\"", end))) {
      throw new Refused("it holds a U& literal; write the characters themselves");
    }
    if (oneLetter && quoteFollows && "eE".indexOf(letter) >= 0) {
      string(end, true);
    } else if (oneLetter && quoteFollows && "bBxX".indexOf(letter) >= 0) {
      string(end, false);
    } else {
      add(TokenType.WORD, end);
    }
  }

  private void number() throws Refused {
    int end = digits(at);
    if (end < sql.length() && sql.charAt(end) == '.') {
      end = digits(end + 1);
    }
    if (end < sql.length() && "eE".indexOf(sql.charAt(end)) >= 0) {
      int sign = end + 1 < sql.length() && "+-".indexOf(sql.charAt(end + 1)) >= 0 ? 1 : 0;
      int exponent = digits(end + 1 + sign);
      end = exponent > end + 1 + sign ? exponent : end;
    }
    if (end < sql.length() && (continuesWord(sql.charAt(end)) || sql.charAt(end) == '.')) {
      throw new Refused("the number at '%s' runs into what follows".formatted(excerpt(at)));
    }
    add(TokenType.NUMBER, end);
  }

  private int digits(int from) {
    int end = from;
    while (end < sql.length() && isDigit(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  private void dollarQuoted() throws Refused {
    int tagEnd = at + 1;
    while (tagEnd < sql.length()
        && continuesWord(sql.charAt(tagEnd))
        && sql.charAt(tagEnd) != '$') {
      tagEnd++;
    }
    boolean opens = tagEnd < sql.length() && sql.charAt(tagEnd) == '$';
    if (!opens || isDigit(sql.charAt(at + 1))) {
      throw new Refused("it holds a stray '$'");
    }
    if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).type() == TokenType.STRING) {
      throw new Refused("it holds two string literals side by side");
    }
    String tag = sql.substring(at, tagEnd + 1);
    int close = sql.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      throw new Refused("a dollar-quoted string in it does not end");
    }
    add(TokenType.STRING, close + tag.length());
  }

  private void operator() {
    int end = at + 1;
    while (end < sql.length()
        && OPERATOR_CHARACTERS.indexOf(sql.charAt(end)) >= 0
        && !sql.startsWith("--", end)
        && !sql.startsWith("/*", end)) {
      end++;
    }
    add(TokenType.OPERATOR, end);
  }

  private static void requireBalance(List<Token> tokens) throws Refused {
    Deque<String> open = new ArrayDeque<>();
    for (Token token : tokens) {
      if (token.is("(") || token.is("[")) {
        open.push(token.text());
      } else if (token.is(")") || token.is("]")) {
        String opening = token.is(")") ? "(" : "[";
        if (open.isEmpty() || !open.pop().equals(opening)) {
          throw new Refused("it closes a '%s' that it did not open".formatted(opening));
        }
      } else if (token.is(",") && open.isEmpty()) {
        throw new Refused("it is more than one expression: there is a comma outside parentheses");
      }
    }
    if (!open.isEmpty()) {
      throw new Refused("it does not close the '%s' it opens".formatted(open.peek()));
    }
  }

  private String excerpt(int from) {
    return sql.substring(from, Math.min(sql.length(), from + 20));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** PostgreSQL takes every character beyond ASCII for a letter. */
  private static boolean startsWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean continuesWord(char c) {
    return startsWord(c) || isDigit(c) || c == '$';
  }

  /** As PostgreSQL folds names: letters of ASCII only. */
  static String lowerCase(String text) {
    StringBuilder folded = new StringBuilder(text);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }
}
