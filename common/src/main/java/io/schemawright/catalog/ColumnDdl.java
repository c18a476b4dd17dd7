package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.literal;
import static io.schemawright.catalog.Identifiers.quote;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes columns and the sequences behind them. */
final class ColumnDdl {

  private static final Map<String, String> SERIAL_TYPES =
      Map.of("smallint", "smallserial", "integer", "serial", "bigint", "bigserial");

  private ColumnDdl() {}

  /** A serial column that the short form {@code bigserial} would not make as it is. */
  static boolean needsOwnSequence(TableSchema table, Column column) {
    return column.sequence() != null && column.identity() == null && !isPlainSerial(table, column);
  }

  private static boolean isPlainSerial(TableSchema table, Column column) {
    OwnedSequence sequence = column.sequence();
    return sequence != null
        && column.identity() == null
        && sequence.plain()
        && hasGeneratedName(table, column, sequence)
        && !column.nullable()
        && SERIAL_TYPES.containsKey(column.type());
  }

  private static boolean hasGeneratedName(
      TableSchema table, Column column, OwnedSequence sequence) {
    return sequence.name().equals(GeneratedNames.sequence(table.name(), column.name()));
  }

  static String definition(TableSchema table, Column column) {
    StringBuilder sql = new StringBuilder(quote(column.name())).append(' ');
    OwnedSequence sequence = column.sequence();
    boolean serial = isPlainSerial(table, column);
    sql.append(serial ? SERIAL_TYPES.get(column.type()) : TypeDdl.type(column.type()));
    if (column.collation() != null) {
      sql.append(" COLLATE ").append(Identifiers.qualified(column.collation()));
    }
    if (!column.nullable()) {
      sql.append(" NOT NULL");
    }
    Generated generated = column.generated();
    if (generated != null) {
      sql.append(" GENERATED ALWAYS AS ")
          .append(Expression.parenthesised(generated.expression()))
          .append(generated.virtual() ? " VIRTUAL" : " STORED");
    } else if (sequence != null && column.identity() != null) {
      sql.append(' ').append(identity(table, column));
    } else if (!serial) {
      String value = defaultValue(table, column);
      sql.append(value == null ? "" : " DEFAULT " + value);
    }
    return sql.toString();
  }

  /** What stands behind DEFAULT; null for a column without one, an identity, a generated one. */
  static @Nullable String defaultValue(TableSchema table, Column column) {
    OwnedSequence sequence = column.sequence();
    if (sequence != null && column.identity() == null) {
      return "nextval(" + literal(quote(table.schema(), sequence.name())) + "::regclass)";
    }
    return column.defaultValue() == null ? null : Expression.parenthesised(column.defaultValue());
  }

  static String createSequence(TableSchema table, Column column) {
    OwnedSequence sequence = sequence(column);
    String type = sequence.type() == null ? column.type() : sequence.type();
    return "CREATE SEQUENCE %s AS %s%s"
        .formatted(
            quote(table.schema(), sequence.name()), TypeDdl.type(type), TypeDdl.options(sequence));
  }

  static String ownSequence(TableSchema table, Column column) {
    return "ALTER SEQUENCE %s OWNED BY %s.%s"
        .formatted(
            quote(table.schema(), sequence(column).name()),
            quote(table.schema(), table.name()),
            quote(column.name()));
  }

  private static OwnedSequence sequence(Column column) {
    OwnedSequence sequence = column.sequence();
    if (sequence == null) {
      throw new IllegalArgumentException("column '" + column.name() + "' owns no sequence");
    }
    return sequence;
  }

  static String identity(TableSchema table, Column column) {
    if (column.identity() == null) {
      throw new IllegalArgumentException("column '" + column.name() + "' has no identity");
    }
    return "GENERATED %s AS IDENTITY%s"
        .formatted(
            column.identity() == Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT",
            identityOptions(table, column, sequence(column)));
  }

  private static String identityOptions(TableSchema table, Column column, OwnedSequence sequence) {
    String name =
        hasGeneratedName(table, column, sequence)
            ? ""
            : " SEQUENCE NAME " + quote(table.schema(), sequence.name());
    String options = name + TypeDdl.options(sequence);
    return options.isEmpty() ? "" : " (" + options.strip() + ")";
  }
}
