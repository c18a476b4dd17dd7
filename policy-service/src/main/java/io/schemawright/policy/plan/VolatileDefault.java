package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddColumn;
import io.schemawright.difference.Alteration;
import io.schemawright.plan.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A new column whose default differs from row to row: PostgreSQL would write the whole table anew
 * under its strongest lock. So the column comes empty, takes the default for new rows, and the old
 * rows are filled in batches. Without a primary key there is nothing to cut batches by.
 */
final class VolatileDefault implements OnlineSequence {
  /** Calls that give every row of a statement the same value; others are taken to be volatile. */
  private static final Set<String> SAME_FOR_ALL =
      Set.of(
          "now",
          "transaction_timestamp",
          "statement_timestamp",
          "current_setting",
          "date_trunc",
          "timezone",
          "lower",
          "upper",
          "concat",
          "to_char",
          "to_timestamp",
          "make_interval",
          "varchar",
          "char",
          "numeric",
          "decimal",
          "bit",
          "varying",
          "timestamp",
          "timestamptz",
          "time",
          "interval",
          "character",
          "current_timestamp",
          "localtimestamp",
          "coalesce",
          "array",
          "row",
          "jsonb_build_object",
          "jsonb_build_array",
          "cast",
          "nullif");

  private static final Pattern CALL = Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_$]*)\"?\\s*\\(");
  private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");

  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (!(alteration instanceof AddColumn add) || !site.inUse(add.table())) {
      return List.of();
    }
    Column column = add.column();
    TableSchema table = add.table();
    String expression = column.defaultValue();
    if (expression == null
        || column.sequence() != null
        || table.primaryKey() == null
        || !isVolatile(expression)) {
      return List.of();
    }
    String name = quote(table.schema(), table.name());
    String quoted = quote(column.name());
    List<String> statements =
        new ArrayList<>(Ddl.addColumn(table, column.withDefault(null).withNullable(true)));
    statements.add(
        "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s"
            .formatted(name, quoted, Ddl.defaultValue(table, column)));
    String assignment = "%s = %s".formatted(quoted, Ddl.defaultValue(table, column));
    String condition = quoted + " IS NULL";
    List<DraftStep> steps = new ArrayList<>();
    steps.add(
        DraftStep.transactional(
            add.summary() + ", with its default for new rows",
            statements,
            List.of("ALTER TABLE %s DROP COLUMN %s".formatted(name, quoted))));
    steps.add(
        DraftStep.batched(
            "fill column %s of the rows that are there".formatted(column.name()),
            "UPDATE %s SET %s WHERE %s".formatted(name, assignment, condition),
            new Batches(table.ref(), table.primaryKey().columns(), assignment, condition)));
    if (!column.nullable()) {
      steps.addAll(
          OnlineNotNull.steps(
              table,
              column.name(),
              "forbid nulls in column %s of %s".formatted(column.name(), table.ref()),
              site));
    }
    return steps;
  }

  /** Whether rows of one statement may get different values. */
  static boolean isVolatile(String expression) {
    Matcher calls = CALL.matcher(TEXT.matcher(expression).replaceAll("''"));
    while (calls.find()) {
      if (!SAME_FOR_ALL.contains(calls.group(1).toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
