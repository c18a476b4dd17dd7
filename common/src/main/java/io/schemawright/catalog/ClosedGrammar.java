package io.schemawright.catalog;

import io.schemawright.catalog.SqlTokens.Token;
import io.schemawright.catalog.SqlTokens.TokenType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The expressions that need no person's eye: literals, columns, operators between them, casts to
 * built-in types and to those named, and a closed list of functions. It knows no types: what does
 * not fit together PostgreSQL refuses, harmlessly.
 */
final class ClosedGrammar {

  /** Beyond this an expression is for a person; it also keeps the recursion shallow. */
  private static final int MAX_DEPTH = 50;

  private static final int MAX_TOKENS = 2_000;

  private static final Set<String> LITERAL_WORDS = Set.of("null", "true", "false");

  private static final Set<String> OPERATORS =
      Set.of(
          "=", "<>", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "||", "~", "~*", "!~",
          "!~*", "@>", "<@", "&&", "->", "->>");

  private final Set<String> functions;
  private final Set<String> clockWords;
  private final Set<String> columns;
  private final Set<TypeName> types;

  private ClosedGrammar(
      Set<String> functions, Set<String> clockWords, Set<String> columns, Set<TypeName> types) {
    this.types = types;
    this.functions = functions;
    this.clockWords = clockWords;
    this.columns = columns;
  }

  static ClosedGrammar forDefaults(Set<TypeName> types) {
    return new ClosedGrammar(
        HarmlessFunctions.IN_DEFAULTS, HarmlessFunctions.WORDS_IN_DEFAULTS, Set.of(), types);
  }

  static ClosedGrammar forPredicates(Set<String> columns, Set<TypeName> types) {
    return new ClosedGrammar(HarmlessFunctions.IN_PREDICATES, Set.of(), columns, types);
  }

  /** What in these tokens a person must look at, or nothing if the grammar holds them. */
  Optional<String> objection(List<Token> tokens) {
    if (tokens.size() > MAX_TOKENS) {
      return Optional.of("it is longer than %d words".formatted(MAX_TOKENS));
    }
    Parse parse = new Parse(tokens);
    try {
      parse.expression(0);
      return parse.at == tokens.size() ? Optional.empty() : Optional.of(parse.unexpected());
    } catch (Objection e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static final class Objection extends Exception {
    private static final long serialVersionUID = 1L;

    Objection(String reason) {
      super(reason, null, false, false);
    }
  }

  /** One run over the tokens. Precedence is of no concern: only what stands there is. */
  private final class Parse extends TokenCursor {

    Parse(List<Token> tokens) {
      super(tokens);
    }

    void expression(int depth) throws Objection {
      if (depth > MAX_DEPTH) {
        throw new Objection("it is nested deeper than %d levels".formatted(MAX_DEPTH));
      }
      operand(depth);
      while (continues(depth)) {
        operand(depth);
      }
    }

    /** Takes what joins two operands; what follows an operand without another is taken whole. */
    private boolean continues(int depth) throws Objection {
      if (word("and") || word("or")) {
        return true;
      }
      if (peekType() == TokenType.OPERATOR && OPERATORS.contains(peek())) {
        at++;
        return true;
      }
      if (word("at")) {
        require("time");
        require("zone");
        return true;
      }
      if (word("is")) {
        word("not");
        if (word("null") || word("true") || word("false") || word("unknown")) {
          return continues(depth);
        }
        require("distinct");
        require("from");
        return true;
      }
      boolean negated = word("not");
      if (word("between") || word("like") || word("ilike")) {
        return true;
      }
      if (word("in")) {
        list("(", ")", depth);
        return continues(depth);
      }
      if (negated) {
        throw new Objection(unexpected());
      }
      return false;
    }

    private void operand(int depth) throws Objection {
      while (word("not") || sign()) {
        // any number of them
      }
      primary(depth);
      while (punctuation("::")) {
        type();
      }
    }

    private boolean sign() {
      boolean sign = peekType() == TokenType.OPERATOR && (peek().equals("-") || peek().equals("+"));
      at += sign ? 1 : 0;
      return sign;
    }

    private void primary(int depth) throws Objection {
      TokenType type = peekType();
      if (type == TokenType.STRING || type == TokenType.NUMBER) {
        at++;
      } else if (punctuation("(")) {
        expression(depth + 1);
        close(")");
      } else if (type == TokenType.QUOTED) {
        column(peekName());
      } else if (type == TokenType.WORD) {
        word(depth);
      } else {
        throw new Objection(unexpected());
      }
    }

    private void word(int depth) throws Objection {
      String word = peekName();
      boolean called = at + 1 < tokens.size() && tokens.get(at + 1).is("(");
      if (LITERAL_WORDS.contains(word)) {
        at++;
      } else if (clockWords.contains(word)) {
        at++;
        precision();
      } else if (word.equals("array") && at + 1 < tokens.size() && tokens.get(at + 1).is("[")) {
        at++;
        list("[", "]", depth);
      } else if (word.equals("cast") && called) {
        at += 2;
        expression(depth + 1);
        require("as");
        type();
        close(")");
      } else if (word.equals("pg_catalog")
          && at + 2 < tokens.size()
          && tokens.get(at + 1).is(".")) {
        at += 2;
        function(depth);
      } else if (called && functions.contains(word)) {
        function(depth);
      } else if (!called && columns.contains(word)) {
        column(word);
      } else {
        typedLiteral();
      }
    }

    private void function(int depth) throws Objection {
      String name = peekName();
      if (peekType() != TokenType.WORD || !functions.contains(name)) {
        throw new Objection("the function %s is not on the list of harmless ones".formatted(name));
      }
      at++;
      list("(", ")", depth);
    }

    private void precision() throws Objection {
      if (punctuation("(")) {
        if (peekType() != TokenType.NUMBER) {
          throw new Objection(unexpected());
        }
        at++;
        close(")");
      }
    }

    private void column(String name) throws Objection {
      if (!columns.contains(name)) {
        throw new Objection("%s is neither a literal nor a column of the table".formatted(name));
      }
      at++;
    }

    /** {@code DATE '2026-01-01'}. */
    private void typedLiteral() throws Objection {
      int start = at;
      String name = peek();
      if (typeEnd() > at) {
        at = typeEnd();
        if (peekType() == TokenType.STRING) {
          at++;
          return;
        }
      }
      at = start;
      boolean called = at + 1 < tokens.size() && tokens.get(at + 1).is("(");
      throw new Objection(
          called
              ? "the function %s is not on the list of harmless ones".formatted(name)
              : unexpected());
    }

    private void type() throws Objection {
      int end = typeEnd();
      if (end == at) {
        throw new Objection(
            "'%s' is neither a type that PostgreSQL has built in nor one known to be harmless"
                .formatted(peek()));
      }
      at = end;
    }

    private int typeEnd() {
      int end = builtInTypeEnd();
      return end > at ? end : typeEnd(types);
    }

    private void list(String open, String close, int depth) throws Objection {
      if (!punctuation(open)) {
        throw new Objection(unexpected());
      }
      if (punctuation(close)) {
        return;
      }
      do {
        expression(depth + 1);
      } while (punctuation(","));
      close(close);
    }

    private void close(String punctuation) throws Objection {
      if (!punctuation(punctuation)) {
        throw new Objection(unexpected());
      }
    }

    private void require(String word) throws Objection {
      if (!word(word)) {
        throw new Objection(unexpected());
      }
    }

    private String unexpected() {
      return "it holds more than literals and harmless functions, at '%s'".formatted(peek());
    }
  }
}
