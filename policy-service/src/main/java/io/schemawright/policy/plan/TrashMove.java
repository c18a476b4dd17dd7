package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.AttachPartition;
import io.schemawright.difference.DetachPartition;
import io.schemawright.difference.DropTable;
import io.schemawright.plan.Trash;
import java.util.ArrayList;
import java.util.List;

/**
 * A dropped table is moved out of sight with its rows, and a table that was is moved back. Its
 * foreign keys go first: the rows that are kept would forbid others to delete what they refer to,
 * or go with it.
 */
final class TrashMove implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (alteration instanceof DropTable drop && !site.made().contains(drop.object())) {
      return away(drop.table(), Trash.schema(site.request(), drop.object()));
    }
    if (alteration instanceof AddTable add && site.trashed().containsKey(add.object())) {
      return back(add.table(), String.valueOf(site.trashed().get(add.object())));
    }
    return List.of();
  }

  private static List<DraftStep> away(TableSchema table, String trash) {
    List<DraftStep> steps = new ArrayList<>();
    for (ForeignKey key : keys(table)) {
      // Each on its own: it locks the table that is referred to, which others read and write.
      steps.add(
          DraftStep.alone(
              "let %s go: what is kept must not hold on to %s"
                  .formatted(key.name(), key.references()),
              "%s DROP CONSTRAINT %s".formatted(alter(table), quote(key.name())),
              List.of("%s ADD %s".formatted(alter(table), Ddl.constraint(key)))));
    }
    steps.add(
        DraftStep.transactional(
            "move the table %s out of sight; its rows are kept".formatted(name(table)),
            moveAway(table, trash),
            moveBack(table, trash)));
    return steps;
  }

  private static List<DraftStep> back(TableSchema table, String trash) {
    List<DraftStep> steps = new ArrayList<>();
    steps.add(
        DraftStep.transactional(
            "bring the table %s back with its rows".formatted(name(table)),
            moveBack(table, trash),
            moveAway(table, trash)));
    for (ForeignKey key : keys(table)) {
      steps.addAll(
          OnlineForeignKey.steps("refer to %s again".formatted(key.references()), table, key));
    }
    return steps;
  }

  /** The table as it lies in the trash, but for the schema. */
  static TableSchema asItLies(TableSchema table) {
    return withoutKeys(table).toBuilder().partitionOf(null).build();
  }

  /** The table as it is moved to the trash. */
  static TableSchema withoutKeys(TableSchema table) {
    List<ForeignKey> own = new ArrayList<>(table.foreignKeys());
    own.removeAll(keys(table));
    return table.toBuilder().foreignKeys(own).build();
  }

  /** A key of the table to itself is moved with it. */
  private static List<ForeignKey> keys(TableSchema table) {
    return table.foreignKeys().stream()
        .filter(key -> !key.references().equals(table.ref()))
        .toList();
  }

  /** The statements that move the table away. */
  static List<String> moveAway(TableSchema table, String trash) {
    List<String> statements = new ArrayList<>();
    PartitionOf partition = table.partitionOf();
    if (partition != null) {
      statements.addAll(new DetachPartition(table, partition).statements());
    }
    statements.add("CREATE SCHEMA " + quote(trash));
    statements.add("%s SET SCHEMA %s".formatted(alter(table), quote(trash)));
    return statements;
  }

  private static List<String> moveBack(TableSchema table, String trash) {
    List<String> statements = new ArrayList<>();
    statements.add(
        "ALTER TABLE %s SET SCHEMA %s"
            .formatted(quote(trash, table.name()), quote(table.schema())));
    statements.add("DROP SCHEMA " + quote(trash));
    PartitionOf partition = table.partitionOf();
    if (partition != null) {
      statements.addAll(new AttachPartition(table, partition).statements());
    }
    return statements;
  }

  private static String alter(TableSchema table) {
    return "ALTER TABLE " + quote(table.schema(), table.name());
  }

  private static String name(TableSchema table) {
    return table.schema() + "." + table.name();
  }
}
