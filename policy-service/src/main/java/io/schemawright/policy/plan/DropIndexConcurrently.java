package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Ddl;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.DropIndex;
import java.util.List;

/** Drops an index without making queries wait; a partitioned table has no such way. */
final class DropIndexConcurrently implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (!(alteration instanceof DropIndex drop)
        || !site.inUse(drop.table())
        || drop.table().partitionKey() != null
        || drop.table().partitionOf() != null) {
      return List.of();
    }
    return List.of(
        DraftStep.concurrently(
            drop.summary() + ", beside readers and writers",
            "DROP INDEX CONCURRENTLY " + quote(drop.table().schema(), drop.index().name()),
            List.of(Ddl.createIndexConcurrently(drop.table(), drop.index()))));
  }
}
