package io.schemawright.policy.rehearsal;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Something that PostgreSQL did not find. Its codes say so (PostgreSQL manual, appendix A), and the
 * name stands in its message, in whatever language: all words of it are taken for names.
 */
final class Undefined {
  private static final Set<String> STATES =
      Set.of(
          "42P01", // undefined table
          "42704", // undefined object
          "42883", // undefined function
          "3F000"); // invalid schema name

  private static final Pattern SPLIT = Pattern.compile("[^\\p{L}\\p{N}_$]+");
  private static final Pattern QUOTED = Pattern.compile("[\"«„“]([^\"»“”]+)[\"»“”]");

  private Undefined() {}

  /** The names that may be the one that is missing; none where nothing is. */
  static Set<String> names(SQLException refusal) {
    if (!STATES.contains(String.valueOf(refusal.getSQLState()))) {
      return Set.of();
    }
    String message = message(refusal);
    Set<String> names = new TreeSet<>();
    SPLIT.splitAsStream(message).filter(word -> !word.isEmpty()).forEach(names::add);
    QUOTED
        .matcher(message)
        .results()
        .flatMap(quoted -> Stream.concat(Stream.of(quoted.group(1)), parts(quoted.group(1))))
        .forEach(names::add);
    return names;
  }

  private static Stream<String> parts(String qualified) {
    return Stream.of(qualified.split("\\.")).filter(part -> !part.isEmpty());
  }

  private static String message(SQLException refusal) {
    return Optional.of(refusal)
        .map(e -> e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null)
        .map(ServerErrorMessage::getMessage)
        .orElse("");
  }
}
