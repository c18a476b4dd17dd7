package io.schemawright.catalog;

import io.schemawright.catalog.SqlTokens.Token;
import io.schemawright.catalog.SqlTokens.TokenType;
import java.util.List;
import java.util.Set;

/** A place among tokens, and what stands there. */
class TokenCursor {
  final List<Token> tokens;
  int at;

  TokenCursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  boolean word(String word) {
    boolean found = peekType() == TokenType.WORD && peekName().equals(word);
    at += found ? 1 : 0;
    return found;
  }

  boolean punctuation(String text) {
    boolean found = at < tokens.size() && tokens.get(at).is(text);
    at += found ? 1 : 0;
    return found;
  }

  String peek() {
    return at < tokens.size() ? tokens.get(at).text() : "the end";
  }

  String peekName() {
    return at < tokens.size() ? tokens.get(at).name() : "the end";
  }

  TokenType peekType() {
    return at < tokens.size() ? tokens.get(at).type() : TokenType.PUNCTUATION;
  }

  /** The end of the longest run of tokens from here that names a built-in type. */
  int builtInTypeEnd() {
    StringBuilder text = new StringBuilder();
    int end = at;
    for (int i = at; i < tokens.size() && i < at + 12; i++) {
      Token token = tokens.get(i);
      boolean fits =
          token.type() == TokenType.WORD
              || token.type() == TokenType.NUMBER
              || token.is("(")
              || token.is(")")
              || token.is(",")
              || token.is("[")
              || token.is("]");
      if (!fits) {
        break;
      }
      text.append(' ').append(token.text());
      if (ColumnType.find(text.toString()).filter(type -> !type.serial()).isPresent()) {
        end = i + 1;
      }
    }
    return end;
  }

  /** The end of a name from here that is one of these types or an array of one, or here. */
  int typeEnd(Set<TypeName> types) {
    boolean qualified = isName(at) && is(at + 1, ".") && isName(at + 2);
    if (!isName(at)) {
      return at;
    }
    String first = tokens.get(at).name();
    TypeName type =
        qualified
            ? new TypeName(first, tokens.get(at + 2).name(), "")
            : new TypeName("public", first, "");
    int end = at + (qualified ? 3 : 1);
    while (is(end, "[") && is(end + 1, "]")) {
      end += 2;
    }
    return types.contains(type) ? end : at;
  }

  private boolean isName(int index) {
    return index < tokens.size()
        && (tokens.get(index).type() == TokenType.WORD
            || tokens.get(index).type() == TokenType.QUOTED);
  }

  private boolean is(int index, String text) {
    return index < tokens.size() && tokens.get(index).is(text);
  }
}
