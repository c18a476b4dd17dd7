package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.DropTable;
import java.util.List;

/** A dropped table is moved out of sight with its rows, and a table that was is moved back. */
final class TrashMove implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (alteration instanceof DropTable drop && !site.made().contains(drop.object())) {
      String trash = Site.trash(site.request(), drop.object());
      return List.of(
          DraftStep.transactional(
              "move the table %s out of sight; its rows are kept".formatted(name(drop.object())),
              away(drop.object(), trash),
              back(drop.object(), trash)));
    }
    if (alteration instanceof AddTable add && site.trashed().containsKey(add.object())) {
      String trash = String.valueOf(site.trashed().get(add.object()));
      return List.of(
          DraftStep.transactional(
              "bring the table %s back with its rows".formatted(name(add.object())),
              back(add.object(), trash),
              away(add.object(), trash)));
    }
    return List.of();
  }

  /** The statements that move the table away. */
  static List<String> away(ObjectRef table, String trash) {
    return List.of(
        "CREATE SCHEMA " + quote(trash),
        "ALTER TABLE %s SET SCHEMA %s"
            .formatted(quote(table.schema(), table.name()), quote(trash)));
  }

  private static List<String> back(ObjectRef table, String trash) {
    return List.of(
        "ALTER TABLE %s SET SCHEMA %s".formatted(quote(trash, table.name()), quote(table.schema())),
        "DROP SCHEMA " + quote(trash));
  }

  private static String name(ObjectRef table) {
    return table.schema() + "." + table.name();
  }
}
