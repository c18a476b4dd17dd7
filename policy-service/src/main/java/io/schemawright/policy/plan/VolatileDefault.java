package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddColumn;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.SetNotNull;
import io.schemawright.plan.Batches;
import io.schemawright.policy.plan.Draft.DraftStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A new column whose default is volatile has the whole table written anew under ACCESS EXCLUSIVE
 * (PostgreSQL manual, 5.7.1, measured: clock_timestamp, gen_random_uuid, random, nextval do, now
 * does not). Without its default it is there at once; the rows are filled in batches.
 */
final class VolatileDefault implements OnlineSequence {
  private static final Set<String> VOLATILE =
      Set.of(
          "clock_timestamp",
          "gen_random_uuid",
          "uuidv4",
          "uuidv7",
          "random",
          "random_normal",
          "nextval",
          "timeofday",
          "uuid_generate_v1",
          "uuid_generate_v4");

  @Override
  public Optional<Sequence> of(Alteration alteration, int postgresMajor) {
    if (!(alteration instanceof AddColumn add)) {
      return Optional.empty();
    }
    Column column = add.column();
    TableSchema table = add.table();
    String value = column.defaultValue();
    PrimaryKey key = table.primaryKey();
    if (value == null || key == null || !isVolatile(value)) {
      return Optional.empty();
    }
    String alter = "ALTER TABLE " + Steps.name(table);
    String name = quote(column.name());
    List<DraftStep> steps = new ArrayList<>();
    Column bare = column.withDefault(null).withNullable(true);
    List<String> statements = new ArrayList<>(new AddColumn(table, bare).statements());
    statements.add("%s ALTER COLUMN %s SET DEFAULT (%s)".formatted(alter, name, value));
    steps.add(
        Steps.transactional(
            alteration.summary(),
            statements,
            List.of("%s DROP COLUMN %s".formatted(alter, name))));
    steps.add(
        Steps.batched(
            "fill %s of %s in the rows that are there"
                .formatted(column.name(), Steps.plain(table)),
            new Batches(
                table.ref(), key.columns(), name + " = DEFAULT", name + " IS NULL")));
    if (!column.nullable()) {
      new OnlineNotNull()
          .of(new SetNotNull(table, column), postgresMajor)
          .ifPresent(sequence -> steps.addAll(sequence.steps()));
    }
    return Optional.of(new Sequence(List.of(), steps));
  }

  private static boolean isVolatile(String value) {
    return Expression.ofDefault(value).trust() != Expression.Trust.CLOSED
        || Expression.mentionsAny(value, VOLATILE);
  }
}
