package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddIndex;
import io.schemawright.difference.Alteration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds an index of a partitioned table beside readers and writers: of the table only, so that it
 * is not valid yet, then of each partition concurrently; the last that is attached makes it valid
 * (PostgreSQL manual, 5.12.2.2).
 */
final class OnlinePartitionedIndex implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (!(alteration instanceof AddIndex add)
        || !site.inUse(add.table())
        || add.table().partitionKey() == null
        || site.before().partitions(add.table().ref()).isEmpty()) {
      return List.of();
    }
    List<DraftStep> steps = new ArrayList<>();
    only(add.table(), add.index(), site, steps);
    return steps;
  }

  private static void only(TableSchema table, Index index, Site site, List<DraftStep> steps) {
    String name = quote(table.schema(), index.name());
    steps.add(
        DraftStep.transactional(
            "create index %s of %s.%s only, not valid without its partitions"
                .formatted(index.name(), table.schema(), table.name()),
            List.of(Ddl.createIndexOnly(table, index)),
            List.of("DROP INDEX IF EXISTS " + name)));
    for (TableSchema partition : site.before().partitions(table.ref())) {
      Index part = ofPartition(partition, index);
      if (partition.partitionKey() == null) {
        steps.add(
            DraftStep.concurrently(
                "build its index of partition %s.%s, beside readers and writers"
                    .formatted(partition.schema(), partition.name()),
                Ddl.createIndexConcurrently(partition, part),
                List.of(
                    "DROP INDEX CONCURRENTLY IF EXISTS "
                        + quote(partition.schema(), part.name()))));
      } else {
        only(partition, part, site, steps);
      }
      steps.add(
          DraftStep.transactional(
              "attach the index of partition %s.%s".formatted(partition.schema(), partition.name()),
              List.of(
                  "ALTER INDEX %s ATTACH PARTITION %s"
                      .formatted(name, quote(partition.schema(), part.name()))),
              // What is attached goes with what it is attached to, and not by itself.
              List.of("DROP INDEX IF EXISTS " + name)));
    }
  }

  private static Index ofPartition(TableSchema partition, Index index) {
    Set<String> taken =
        partition.indexes().stream().map(Index::name).collect(Collectors.toUnmodifiableSet());
    List<String> columns =
        index.keys().stream().map(IndexKey::column).map(OnlinePartitionedIndex::word).toList();
    return new Index(
        new GeneratedNames(taken).index(partition.name(), columns),
        index.method(),
        index.keys(),
        index.include(),
        index.unique(),
        index.nullsNotDistinct(),
        index.predicate(),
        false);
  }

  private static String word(@Nullable String column) {
    return column == null ? "expr" : column;
  }
}
