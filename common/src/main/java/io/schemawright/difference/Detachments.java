package io.schemawright.difference;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.TableSchema;
import java.util.HashSet;
import java.util.Set;

/** Takes partitions from tables that go, or that they are not partitions of any more. */
final class Detachments {
  private final Pairs pairs;
  private final Draft draft;
  private final Set<ObjectRef> unkeyed = new HashSet<>();

  Detachments(Pairs pairs, Draft draft) {
    this.pairs = pairs;
    this.draft = draft;
  }

  /** Before the partitioned tables are dropped, and their partitions with them. */
  void fromDropped() {
    pairs.tables().forEach(pair -> detach(pair, true));
  }

  /**
   * A partition that leaves keeps what it has of its parent: so that must have gone from the parent
   * before.
   */
  void fromStaying() {
    pairs.tables().forEach(pair -> detach(pair, false));
  }

  private void detach(TablePair pair, boolean fromDropped) {
    PartitionOf was = pair.before().partitionOf();
    PartitionOf is = pair.after().partitionOf();
    if (was == null || fromDropped == pairs.staying().containsKey(was.parent())) {
      return;
    }
    ObjectRef parent = pairs.renamed().getOrDefault(was.parent(), was.parent());
    boolean same = is != null && is.parent().equals(parent);
    if (is != null && same && is.bound().equals(was.bound())) {
      return;
    }
    pairs.before().table(was.parent()).ifPresent(old -> leave(pair, old, same, fromDropped));
    draft.step(
        new DetachPartition(draft.table(pair.key()), was),
        pair.key(),
        table -> table.toBuilder().partitionOf(null).build());
    draft.detached(pair.key());
  }

  /** A partition takes copies along under names that its model does not have. */
  private void leave(TablePair pair, TableSchema parent, boolean comesBack, boolean fromDropped) {
    if (fromDropped) {
      if (unkeyed.add(parent.ref())) {
        Item.of(parent).forEach(item -> draft.step(item.removal(parent)));
      }
    } else if (!comesBack
        && pairs.table(parent.ref()).orElseThrow().items().stream().anyMatch(ItemPair::stays)) {
      throw new Inexpressible(
          pair.key(),
          "a partition that leaves %s would keep copies of its constraints and indexes; detach it"
                  .formatted(parent.ref())
              + " with SQL");
    }
  }
}
