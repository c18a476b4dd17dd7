package io.schemawright.policy.plan;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.AttachPartition;
import java.util.ArrayList;
import java.util.List;

/**
 * A partition that is created apart and then attached: {@code PARTITION OF} would lock the
 * partitioned table against readers, {@code ATTACH} goes on beside readers and writers. Only a
 * default partition is locked and read, for rows that belong into the new one (PostgreSQL manual,
 * ALTER TABLE).
 */
final class OnlinePartition implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (!(alteration instanceof AddTable add)) {
      return List.of();
    }
    TableSchema table = add.table();
    PartitionOf partition = table.partitionOf();
    TableSchema parent = site.before().partitionedTable(table).orElse(null);
    if (partition == null
        || parent == null
        || !site.inUse(parent)
        || site.trashed().containsKey(table.ref())) {
      return List.of();
    }
    // ATTACH wants the checks to be there already, and brings all else along.
    List<CheckConstraint> checks = new ArrayList<>(table.checks());
    parent.checks().stream().filter(check -> !check.noInherit()).forEach(checks::add);
    TableSchema apart = table.toBuilder().partitionOf(null).checks(checks).build();
    List<String> statements = new ArrayList<>(Ddl.createTable(apart));
    statements.addAll(new AttachPartition(apart, partition).statements());
    return List.of(
        DraftStep.transactional(
            "create %s and attach it to %s, beside readers and writers"
                .formatted(table.ref(), partition.parent()),
            statements,
            List.of(Ddl.drop(table.ref()))));
  }
}
