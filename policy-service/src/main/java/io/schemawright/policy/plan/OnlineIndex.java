package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Ddl;
import io.schemawright.difference.AddIndex;
import io.schemawright.difference.Alteration;
import java.util.List;

/**
 * Builds an index beside readers and writers; of a partitioned table see {@link
 * OnlinePartitionedIndex}.
 */
final class OnlineIndex implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (!(alteration instanceof AddIndex add)
        || !site.inUse(add.table())
        || add.table().partitionKey() != null) {
      return List.of();
    }
    return List.of(
        DraftStep.concurrently(
            add.summary() + ", beside readers and writers",
            Ddl.createIndexConcurrently(add.table(), add.index()),
            List.of(
                "DROP INDEX CONCURRENTLY IF EXISTS "
                    + quote(add.table().schema(), add.index().name()))));
  }
}
