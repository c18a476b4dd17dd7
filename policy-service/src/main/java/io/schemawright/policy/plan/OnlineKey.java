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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A primary key or a unique constraint over an index that was built beside readers and writers. The
 * columns of a primary key have their nulls forbidden first, or adding it would read the table.
 */
final class OnlineKey implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (alteration instanceof AddPrimaryKey add && suits(add.table(), site)) {
      PrimaryKey key = add.key();
      List<DraftStep> steps = new ArrayList<>();
      for (String column : key.columns()) {
        if (add.table().column(column).filter(known -> known.nullable()).isPresent()) {
          steps.addAll(
              OnlineNotNull.steps(
                  add.table(),
                  column,
                  "forbid nulls in column %s of %s".formatted(column, add.table().ref()),
                  site));
        }
      }
      Index index = index(key.name(), key.columns(), key.include(), false);
      steps.addAll(steps(add, add.table(), index, "PRIMARY KEY", key.deferral()));
      return steps;
    }
    if (alteration instanceof AddUnique add && suits(add.table(), site)) {
      UniqueConstraint unique = add.unique();
      Index index =
          index(unique.name(), unique.columns(), unique.include(), unique.nullsNotDistinct());
      return steps(add, add.table(), index, "UNIQUE", unique.deferral());
    }
    return List.of();
  }

  private static boolean suits(TableSchema table, Site site) {
    return site.inUse(table) && table.partitionKey() == null;
  }

  private static Index index(
      String name, List<String> columns, List<String> include, boolean nullsNotDistinct) {
    return new Index(
        name,
        "btree",
        columns.stream().map(IndexKey::of).toList(),
        include,
        true,
        nullsNotDistinct,
        null,
        false);
  }

  private static List<DraftStep> steps(
      Alteration add, TableSchema table, Index index, String kind, @Nullable Deferral deferral) {
    String alter = "ALTER TABLE " + quote(table.schema(), table.name());
    String name = quote(index.name());
    return List.of(
        DraftStep.concurrently(
            "build the unique index %s beside readers and writers".formatted(index.name()),
            Ddl.createIndexConcurrently(table, index),
            List.of("DROP INDEX CONCURRENTLY IF EXISTS " + quote(table.schema(), index.name()))),
        DraftStep.transactional(
            add.summary() + " over that index",
            List.of(
                "%s ADD CONSTRAINT %s %s USING INDEX %s%s"
                    .formatted(alter, name, kind, name, deferral(deferral))),
            List.of("%s DROP CONSTRAINT %s".formatted(alter, name))));
  }

  private static String deferral(@Nullable Deferral deferral) {
    if (deferral == null) {
      return "";
    }
    return deferral == Deferral.INITIALLY_DEFERRED
        ? " DEFERRABLE INITIALLY DEFERRED"
        : " DEFERRABLE";
  }
}
