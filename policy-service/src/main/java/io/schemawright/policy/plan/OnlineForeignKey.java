package io.schemawright.policy.plan;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddForeignKey;
import io.schemawright.difference.Alteration;
import java.util.List;

/** A foreign key for new rows, then the proof for the old ones. */
final class OnlineForeignKey implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (!(alteration instanceof AddForeignKey add)
        || !site.inUse(add.table())
        || add.key().notValid()
        || add.key().notEnforced()
        // Before 18 a partitioned table takes no foreign key that is NOT VALID.
        || (add.table().partitionKey() != null && site.postgresMajor() < 18)) {
      return List.of();
    }
    return steps(add.summary(), add.table(), add.key());
  }

  /** The steps; a key that is NOT VALID stays so. */
  static List<DraftStep> steps(String summary, TableSchema table, ForeignKey key) {
    ForeignKey unproved =
        new ForeignKey(
            key.name(),
            key.columns(),
            key.referencedSchema(),
            key.referencedTable(),
            key.referencedColumns(),
            key.onDelete(),
            key.onUpdate(),
            key.matchFull(),
            key.deferral(),
            true,
            false);
    List<DraftStep> steps = Validation.steps(summary, table, key.name(), Ddl.constraint(unproved));
    return key.notValid() ? steps.subList(0, 1) : steps;
  }
}
