package io.schemawright.policy.docket;

import io.schemawright.catalog.SchemaState;
import io.schemawright.change.Change;
import io.schemawright.change.Work;
import io.schemawright.request.SchemaRequest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words in statements that a person wrote, any of which may name an object. Pure. */
public final class Mentions {
  private static final String SQL = "sql";
  private static final String ROLL_BACK = "roll-back";
  private static final Pattern WORD =
      Pattern.compile("\"((?:[^\"]|\"\")+)\"|[\\p{L}_][\\p{L}\\p{N}_$]*");

  private Mentions() {}

  static Set<String> of(SchemaRequest request) {
    Set<String> words = new TreeSet<>();
    for (Change change : request.changes()) {
      if (change.type().equals(SQL)
          && change.work(SchemaState.empty()) instanceof Work.Statements statements) {
        statements.up().forEach(statement -> add(words, statement));
        statements.down().forEach(statement -> add(words, statement));
      }
    }
    return words;
  }

  /** Whether the change takes another back. */
  public static boolean isRollBack(Change change) {
    return change.type().equals(ROLL_BACK);
  }

  private static void add(Set<String> words, String statement) {
    Matcher matcher = WORD.matcher(statement);
    while (matcher.find()) {
      String quoted = matcher.group(1);
      words.add(
          quoted == null ? matcher.group().toLowerCase(Locale.ROOT) : quoted.replace("\"\"", "\""));
    }
  }
}
