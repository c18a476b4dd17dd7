package io.schemawright.change;

import static io.schemawright.catalog.Identifiers.literal;
import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.TablePart;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The storage parameters of a table as a request writes them (PostgreSQL manual, CREATE TABLE);
 * which there are, and what each may be, PostgreSQL says when the change is rehearsed.
 */
final class StorageParameters {
  private static final Pattern NAME = Pattern.compile("(toast\\.)?[a-z][a-z0-9_]{0,62}");

  /** What the catalog calls the part. */
  private static final String PART = "storage";

  private StorageParameters() {}

  static void problems(Problems problems, String path, Map<String, String> parameters) {
    parameters.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches()) {
            problems.add(
                path, "'%s' is no storage parameter; write one such as fillfactor".formatted(name));
          }
          problems.comment(path + "." + name, value);
        });
  }

  /** The part of the table that they are, as one that is read from the catalog; none for none. */
  static List<TablePart> parts(String schema, String table, Map<String, String> parameters) {
    if (parameters.isEmpty()) {
      return List.of();
    }
    Map<String, String> sorted = new TreeMap<>(parameters);
    String alter = "ALTER TABLE " + quote(schema, table) + " ";
    return List.of(
        new TablePart(
            TablePart.Kind.SETTING,
            PART,
            sorted.entrySet().stream()
                .map(one -> one.getKey() + "=" + literal(one.getValue()))
                .collect(Collectors.joining(", ", alter + "SET (", ")")),
            alter + "RESET (" + String.join(", ", sorted.keySet()) + ")"));
  }

  /** Whether the part of a table is its storage parameters. */
  static boolean are(TablePart part) {
    return part.kind() == TablePart.Kind.SETTING && part.name().equals(PART);
  }
}
