package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.DomainType;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A few rows for tables that are tried out, so that what rewrites, scans or casts has something to
 * work on. The values follow from the type and the number of the row, so that rows differ, keys are
 * unique, and a foreign key of the same type finds its row: row 2 of each table has 2, {@code '2'},
 * or a UUID that ends in 2. Where a check allows only certain words, each row has one of those.
 * Pure.
 */
final class SampleRows {
  private static final int ROWS = 3;
  private static final Pattern TEXT = Pattern.compile("'((?:[^']|'')*)'");

  private final SchemaState state;

  private SampleRows(SchemaState state) {
    this.state = state;
  }

  /**
   * An INSERT for each table of the state that a row can be made for, what is referred to before
   * what refers to it.
   */
  static Map<ObjectRef, String> inserts(SchemaState state) {
    SampleRows rows = new SampleRows(state);
    Map<ObjectRef, String> inserts = new LinkedHashMap<>();
    for (TableSchema table : rows.referredToFirst()) {
      rows.insert(table).ifPresent(insert -> inserts.put(table.ref(), insert));
    }
    return inserts;
  }

  private List<TableSchema> referredToFirst() {
    List<TableSchema> ordered = new ArrayList<>();
    Set<ObjectRef> seen = new HashSet<>();
    state.objects().keySet().forEach(ref -> visit(ref, seen, ordered));
    return ordered;
  }

  private void visit(ObjectRef ref, Set<ObjectRef> seen, List<TableSchema> ordered) {
    Definition definition = state.objects().get(ref);
    if (definition instanceof TableSchema table && seen.add(ref)) {
      table.foreignKeys().stream()
          .map(ForeignKey::references)
          .forEach(other -> visit(other, seen, ordered));
      ordered.add(table);
    }
  }

  /** Nothing where a column must have a value and none is known; partitions get theirs by hand. */
  private Optional<String> insert(TableSchema table) {
    if (table.partitionOf() != null || table.partitionKey() != null) {
      return Optional.empty();
    }
    List<String> columns = new ArrayList<>();
    List<List<String>> values = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      if (column.generated() != null || column.sequence() != null) {
        continue;
      }
      List<String> ofRows = values(table, column, i);
      if (!ofRows.isEmpty()) {
        columns.add(Identifiers.quote(column.name()));
        values.add(ofRows);
      } else if (!column.nullable() && column.defaultValue() == null) {
        return Optional.empty();
      }
    }
    String name = Identifiers.quote(table.schema(), table.name());
    if (columns.isEmpty()) {
      return Optional.of("INSERT INTO " + name + " DEFAULT VALUES");
    }
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      List<String> ofRow = new ArrayList<>();
      for (List<String> ofColumn : values) {
        ofRow.add(ofColumn.get(row));
      }
      rows.add("(" + String.join(", ", ofRow) + ")");
    }
    return Optional.of(
        "INSERT INTO %s (%s) VALUES %s"
            .formatted(name, String.join(", ", columns), String.join(", ", rows)));
  }

  /** The column's value in each row, as SQL; empty if none is known. */
  private List<String> values(TableSchema table, Column column, int place) {
    List<String> words = allowedWords(table.checks(), column.name());
    List<String> values = new ArrayList<>();
    for (int row = 1; row <= ROWS; row++) {
      Optional<String> value =
          words.isEmpty()
              ? value(column.type(), row, place)
              : Optional.of(words.get((row - 1) % words.size()));
      if (value.isEmpty()) {
        return List.of();
      }
      values.add(Identifiers.literal(value.get()));
    }
    return values;
  }

  /**
   * The texts in checks about this column alone, as in {@code status = ANY (ARRAY['new'::text])}.
   */
  private static List<String> allowedWords(List<CheckConstraint> checks, String column) {
    List<String> words = new ArrayList<>();
    Pattern lists =
        Pattern.compile(
            "^\\(*\"?"
                + Pattern.quote(column)
                + "\"?\\)?(?:::[a-z ]+)?\\)? = (?:ANY \\(+ARRAY\\[|\\(*').*");
    for (CheckConstraint check : checks) {
      if (lists.matcher(check.expression()).matches()) {
        Matcher texts = TEXT.matcher(check.expression());
        while (texts.find()) {
          words.add(texts.group(1).replace("''", "'"));
        }
      }
    }
    return words;
  }

  private Optional<String> value(String type, int row, int place) {
    Definition made = state.typeOf(type).map(ref -> state.objects().get(ref)).orElse(null);
    if (type.endsWith("[]")) {
      return Optional.of("{}");
    }
    if (made instanceof EnumType labels) {
      return labels.labels().isEmpty()
          ? Optional.empty()
          : Optional.of(labels.labels().get((row - 1) % labels.labels().size()));
    }
    if (made instanceof DomainType domain) {
      List<String> words = allowedWords(domain.checks(), "VALUE");
      return words.isEmpty()
          ? value(domain.type(), row, place)
          : Optional.of(words.get((row - 1) % words.size()));
    }
    String plain = type.replaceAll("\\([^)]*\\)", "").toLowerCase(Locale.ROOT);
    // A later column has a later time: beginnings tend to stand before ends.
    String day = "2001-%02d-%02d".formatted(1 + place % 12, row);
    return switch (plain) {
      case "smallint",
          "integer",
          "bigint",
          "real",
          "double precision",
          "oid",
          "text",
          "character varying",
          "character",
          "\"char\"",
          "name",
          "json",
          "jsonb",
          "xml" ->
          Optional.of(Integer.toString(row));
      case "numeric" -> Optional.of(numeric(type, row));
      case "money" -> Optional.of(Integer.toString(row));
      case "boolean" -> Optional.of(row % 2 == 0 ? "false" : "true");
      case "uuid" -> Optional.of("00000000-0000-4000-8000-%012d".formatted(row));
      case "date" -> Optional.of(day);
      case "timestamp without time zone", "timestamp with time zone" ->
          Optional.of(day + " 12:00:00+00");
      case "time without time zone", "time with time zone" ->
          Optional.of("%02d:%02d:00+00".formatted(place % 24, row));
      case "interval" -> Optional.of(row + " days");
      case "bytea" -> Optional.of("\\x%02d".formatted(row));
      case "inet", "cidr" -> Optional.of("10.0.0." + row);
      case "macaddr" -> Optional.of("08:00:2b:01:02:%02d".formatted(row));
      case "tsvector", "tsquery" -> Optional.of("w" + row);
      case "point" -> Optional.of("(%d,%d)".formatted(row, row));
      case "bit" -> bits(type, row);
      case "bit varying" -> Optional.of("1");
      case "int4range", "int8range", "numrange" ->
          Optional.of("[%d,%d)".formatted(10 * row, 10 * row + 5));
      case "daterange", "tsrange", "tstzrange" ->
          Optional.of("[2001-%02d-01,2001-%02d-02)".formatted(row, row));
      default -> Optional.empty();
    };
  }

  /** {@code numeric(2,2)} holds nothing from 1 on. */
  private static String numeric(String type, int row) {
    Matcher modifiers = Pattern.compile("numeric\\((\\d+),(-?\\d+)\\)").matcher(type);
    boolean belowOne =
        modifiers.matches()
            && Integer.parseInt(modifiers.group(1)) <= Integer.parseInt(modifiers.group(2));
    return belowOne ? "0" : Integer.toString(row);
  }

  private static Optional<String> bits(String type, int row) {
    Matcher length = Pattern.compile("bit\\((\\d+)\\)").matcher(type);
    if (!length.matches() || Integer.parseInt(length.group(1)) > 1_000) {
      return Optional.empty();
    }
    String bits = "0".repeat(Integer.parseInt(length.group(1))) + Integer.toBinaryString(row);
    return Optional.of(bits.substring(bits.length() - Integer.parseInt(length.group(1))));
  }
}
