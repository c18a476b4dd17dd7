package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.Deferral;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import io.schemawright.difference.AddPrimaryKey;
import io.schemawright.difference.AddUnique;
import io.schemawright.difference.Alteration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A unique constraint or a primary key builds its index under ACCESS EXCLUSIVE; one that takes over
 * an index which was built CONCURRENTLY holds that lock for a moment (PostgreSQL manual, ALTER
 * TABLE, ADD table_constraint_using_index, which partitioned tables do not have).
 */
final class OnlineUnique implements OnlineSequence {
  @Override
  public Optional<Sequence> of(Alteration alteration, int postgresMajor) {
    if (alteration instanceof AddUnique add && add.table().partitionKey() == null) {
      UniqueConstraint unique = add.unique();
      return Optional.of(
          sequence(
              alteration,
              add.table(),
              new Index(
                  unique.name(),
                  "btree",
                  unique.columns().stream().map(IndexKey::of).toList(),
                  unique.include(),
                  true,
                  unique.nullsNotDistinct(),
                  null,
                  false),
              "UNIQUE",
              unique.columns(),
              unique.deferral()));
    }
    if (alteration instanceof AddPrimaryKey add && add.table().partitionKey() == null) {
      PrimaryKey key = add.key();
      return Optional.of(
          sequence(
              alteration,
              add.table(),
              new Index(
                  key.name(),
                  "btree",
                  key.columns().stream().map(IndexKey::of).toList(),
                  key.include(),
                  true,
                  false,
                  null,
                  false),
              "PRIMARY KEY",
              key.columns(),
              key.deferral()));
    }
    return Optional.empty();
  }

  private static Sequence sequence(
      Alteration alteration,
      TableSchema table,
      Index index,
      String words,
      List<String> columns,
      @Nullable Deferral deferral) {
    String deferrable =
        deferral == null
            ? ""
            : deferral == Deferral.INITIALLY_DEFERRED
                ? " DEFERRABLE INITIALLY DEFERRED"
                : " DEFERRABLE INITIALLY IMMEDIATE";
    return new Sequence(
        List.of(OnlineIndex.duplicates(table, columns, null, index.nullsNotDistinct())),
        List.of(
            Steps.concurrently(
                "build the index behind %s, while others go on writing".formatted(index.name()),
                Ddl.createIndexConcurrently(table, index),
                List.of("DROP INDEX CONCURRENTLY " + quote(table.schema(), index.name()))),
            Steps.transactional(
                alteration.summary(),
                List.of(
                    "ALTER TABLE %s ADD CONSTRAINT %s %s USING INDEX %s%s"
                        .formatted(
                            Steps.name(table),
                            quote(index.name()),
                            words,
                            quote(index.name()),
                            deferrable)),
                List.of(Steps.dropConstraint(table, index.name())))));
  }
}
