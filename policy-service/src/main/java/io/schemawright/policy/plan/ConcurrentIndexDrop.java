package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Ddl;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.DropIndex;
import java.util.List;
import java.util.Optional;

/**
 * DROP INDEX locks the table against everybody; CONCURRENTLY does not (PostgreSQL manual, DROP
 * INDEX).
 */
final class ConcurrentIndexDrop implements OnlineSequence {
  @Override
  public Optional<Sequence> of(Alteration alteration, int postgresMajor) {
    if (!(alteration instanceof DropIndex drop) || drop.table().partitionKey() != null) {
      return Optional.empty();
    }
    return Optional.of(
        Sequence.of(
            Steps.concurrently(
                alteration.summary(),
                "DROP INDEX CONCURRENTLY " + quote(drop.table().schema(), drop.index().name()),
                drop.index().invalid()
                    ? List.of()
                    : List.of(Ddl.createIndexConcurrently(drop.table(), drop.index())))));
  }
}
