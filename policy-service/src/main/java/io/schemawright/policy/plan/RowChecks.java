package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.literal;
import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddCheck;
import io.schemawright.difference.AddColumn;
import io.schemawright.difference.AddForeignKey;
import io.schemawright.difference.AddIndex;
import io.schemawright.difference.AddPrimaryKey;
import io.schemawright.difference.AddUnique;
import io.schemawright.difference.AlterColumnType;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.SetNotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The queries for rows that would break an alteration, asked before anything is changed. A query
 * gives at most ten rows by their keys, and with each the count of all.
 */
final class RowChecks {
  private static final Set<String> TEXTS = Set.of("text", "character varying", "character");

  private RowChecks() {}

  /** The checks that an alteration of a table in use depends on. */
  static List<DraftStep> of(Alteration alteration, Site site) {
    if (alteration instanceof AddUnique add) {
      boolean nulls = add.unique().nullsNotDistinct();
      return duplicates(
          add.table(), quoted(add.unique().columns()), null, nulls, site, add.unique().columns());
    }
    if (alteration instanceof AddPrimaryKey add) {
      List<DraftStep> checks = new ArrayList<>();
      for (String column : add.key().columns()) {
        checks.addAll(nulls(add.table(), column, site));
      }
      List<String> columns = add.key().columns();
      checks.addAll(duplicates(add.table(), quoted(columns), null, false, site, columns));
      return checks;
    }
    if (alteration instanceof AddIndex add && add.index().unique()) {
      return duplicates(add.table(), add.index(), site);
    }
    if (alteration instanceof SetNotNull set) {
      return nulls(set.table(), set.column().name(), site);
    }
    if (alteration instanceof AddCheck add && !add.check().notValid()) {
      return rows(
          add.table(),
          mentioned(add.table(), add.check().expression()),
          "(%s) IS FALSE".formatted(add.check().expression()),
          "every row of %s fulfils %s".formatted(name(add.table()), add.check().expression()),
          site);
    }
    if (alteration instanceof AddForeignKey add && !add.key().notValid()) {
      return orphans(add.table(), add.key(), site);
    }
    if (alteration instanceof AddColumn add && wantsValues(add.column())) {
      return rows(
          add.table(),
          List.of(),
          "true",
          "%s has no rows: column %s would be empty in them and has no default"
              .formatted(name(add.table()), add.column().name()),
          site);
    }
    if (alteration instanceof AlterColumnType alter && site.postgresMajor() >= 16) {
      return casts(alter, site);
    }
    return List.of();
  }

  private static boolean wantsValues(Column column) {
    return !column.nullable()
        && column.defaultValue() == null
        && column.identity() == null
        && column.sequence() == null
        && column.generated() == null;
  }

  private static List<DraftStep> nulls(TableSchema table, String column, Site site) {
    return rows(
        table,
        List.of(column),
        quote(column) + " IS NULL",
        "no row of %s has a null in %s".formatted(name(table), column),
        site);
  }

  private static List<DraftStep> casts(AlterColumnType alter, Site site) {
    String base = alter.before().type().replaceAll("\\(.*\\)", "").strip();
    if (!TEXTS.contains(base)) {
      return List.of();
    }
    String column = alter.before().name();
    return rows(
        alter.table(),
        List.of(column),
        "NOT pg_catalog.pg_input_is_valid(%s::text, %s)"
            .formatted(quote(column), literal(Ddl.type(alter.after().type()))),
        "every value of %s in %s is a valid %s"
            .formatted(column, name(alter.table()), alter.after().type()),
        site);
  }

  private static List<DraftStep> orphans(TableSchema table, ForeignKey key, Site site) {
    List<String> to = referenced(key, site);
    if (to.size() != key.columns().size()
        || (site.before().find(key.references()).isEmpty()
            && !key.references().equals(table.ref()))) {
      return List.of();
    }
    String present =
        key.columns().stream()
            .map(column -> "a.%s IS NOT NULL".formatted(quote(column)))
            .collect(Collectors.joining(" AND "));
    String equal =
        IntStream.range(0, to.size())
            .mapToObj(i -> "r.%s = a.%s".formatted(quote(to.get(i)), quote(key.columns().get(i))))
            .collect(Collectors.joining(" AND "));
    return rows(
        table,
        key.columns(),
        "%s AND NOT EXISTS (SELECT FROM %s AS r WHERE %s)"
            .formatted(present, quote(key.referencedSchema(), key.referencedTable()), equal),
        "every %s in %s is there in %s.%s"
            .formatted(
                String.join(", ", key.columns()),
                name(table),
                key.referencedSchema(),
                key.referencedTable()),
        site);
  }

  private static List<String> referenced(ForeignKey key, Site site) {
    if (!key.referencedColumns().isEmpty()) {
      return key.referencedColumns();
    }
    return site.before()
        .table(key.references())
        .map(TableSchema::primaryKey)
        .map(PrimaryKey::columns)
        .orElse(List.of());
  }

  private static List<DraftStep> duplicates(TableSchema table, Index index, Site site) {
    List<String> keys =
        index.keys().stream()
            .map(key -> key.column() == null ? "(" + key.expression() + ")" : quote(key.column()))
            .toList();
    List<String> columns = new ArrayList<>();
    for (IndexKey key : index.keys()) {
      columns.addAll(
          key.expression() == null
              ? List.of(String.valueOf(key.column()))
              : mentioned(table, key.expression()));
    }
    if (index.predicate() != null) {
      columns.addAll(mentioned(table, index.predicate()));
    }
    return duplicates(table, keys, index.predicate(), index.nullsNotDistinct(), site, columns);
  }

  private static List<DraftStep> duplicates(
      TableSchema table,
      List<String> keys,
      @Nullable String predicate,
      boolean nullsCollide,
      Site site,
      List<String> columns) {
    if (!site.inUse(table) || !site.holds(table, columns)) {
      return List.of();
    }
    List<String> conditions = new ArrayList<>();
    if (!nullsCollide) {
      keys.forEach(key -> conditions.add(key + " IS NOT NULL"));
    }
    if (predicate != null) {
      conditions.add("(" + predicate + ")");
    }
    String numbered =
        IntStream.range(0, keys.size())
            .mapToObj(i -> "%s AS %s".formatted(keys.get(i), quote("key_" + (i + 1))))
            .collect(Collectors.joining(", "));
    String list = String.join(", ", keys);
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return List.of(
        DraftStep.check(
            "no two rows of %s have the same %s".formatted(name(table), list),
            "SELECT d.*, count(*) OVER () AS violations FROM (SELECT %s FROM %s%s GROUP BY %s HAVING count(*) > 1) AS d LIMIT 10"
                .formatted(numbered, sql(table), where, list)));
  }

  private static List<DraftStep> rows(
      TableSchema table, List<String> columns, String condition, String mustHold, Site site) {
    if (!site.inUse(table) || !site.holds(table, columns)) {
      return List.of();
    }
    PrimaryKey key = table.primaryKey();
    boolean keyed = key != null && site.holds(table, key.columns());
    Function<String, String> qualified = column -> "a." + quote(column);
    String shown =
        keyed && key != null
            ? key.columns().stream().map(qualified).collect(Collectors.joining(", "))
            : "a.ctid::text AS row";
    return List.of(
        DraftStep.check(
            mustHold,
            "SELECT %s, count(*) OVER () AS violations FROM %s AS a WHERE %s LIMIT 10"
                .formatted(shown, sql(table), condition)));
  }

  /** The columns that stand in an expression; they must be there for it to be asked about. */
  private static List<String> mentioned(TableSchema table, String expression) {
    return table.columns().stream()
        .map(Column::name)
        .filter(column -> Expression.mentionsAny(expression, Set.of(column)))
        .toList();
  }

  private static List<String> quoted(List<String> columns) {
    return columns.stream().map(column -> quote(column)).toList();
  }

  private static String sql(TableSchema table) {
    return quote(table.schema(), table.name());
  }

  private static String name(TableSchema table) {
    return table.schema() + "." + table.name();
  }
}
