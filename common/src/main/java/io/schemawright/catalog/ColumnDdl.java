package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.literal;
import static io.schemawright.catalog.Identifiers.quote;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the columns of a new table, and the sequences behind them. */
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
    sql.append(serial ? SERIAL_TYPES.get(column.type()) : type(column.type()));
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
      sql.append(" GENERATED ")
          .append(column.identity() == Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT")
          .append(" AS IDENTITY")
          .append(identityOptions(table, column, sequence));
    } else if (sequence != null && !serial) {
      sql.append(" DEFAULT nextval(")
          .append(literal(quote(table.schema(), sequence.name())))
          .append("::regclass)");
    } else if (column.defaultValue() != null) {
      sql.append(" DEFAULT ").append(Expression.parenthesised(column.defaultValue()));
    }
    return sql.toString();
  }

  static String createSequence(TableSchema table, Column column) {
    OwnedSequence sequence = sequence(column);
    String type = sequence.type() == null ? column.type() : sequence.type();
    return "CREATE SEQUENCE %s AS %s%s"
        .formatted(quote(table.schema(), sequence.name()), type(type), options(sequence));
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

  private static String identityOptions(TableSchema table, Column column, OwnedSequence sequence) {
    String name =
        hasGeneratedName(table, column, sequence)
            ? ""
            : " SEQUENCE NAME " + quote(table.schema(), sequence.name());
    String options = name + options(sequence);
    return options.isEmpty() ? "" : " (" + options.strip() + ")";
  }

  private static String options(OwnedSequence sequence) {
    StringBuilder sql = new StringBuilder();
    option(sql, "INCREMENT BY", sequence.increment());
    option(sql, "MINVALUE", sequence.min());
    option(sql, "MAXVALUE", sequence.max());
    option(sql, "START WITH", sequence.start());
    option(sql, "CACHE", sequence.cache());
    return sql.append(sequence.cycle() ? " CYCLE" : "").toString();
  }

  private static void option(StringBuilder sql, String words, @Nullable Long value) {
    if (value != null) {
      sql.append(' ').append(words).append(' ').append(value);
    }
  }

  /** A type comes from {@link ColumnType} or from PostgreSQL; anything else stays out. */
  private static String type(String type) {
    Expression.parenthesised(type);
    return type;
  }
}
