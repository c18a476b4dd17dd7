package io.schemawright.benchmarks.micro;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.Difference;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What leads from one schema of a thousand tables, of eight columns and two indexes each, to
 * another: every tenth has a column more, every hundredth an index less.
 */
@State(Scope.Benchmark)
public class Differing {
  private static final int TABLES = 1_000;
  private static final int STEPS = TABLES / 10 + TABLES / 100;

  private final SchemaState before = schema(false);
  private final SchemaState after = schema(true);

  /** All of it. */
  @Benchmark
  public Difference thousandTables() {
    Difference difference = Difference.between(before, after, Renames.none());
    if (difference.alterations().size() != STEPS) {
      throw new IllegalStateException(
          "%d alterations, not %d".formatted(difference.alterations().size(), STEPS));
    }
    return difference;
  }

  private static SchemaState schema(boolean changed) {
    List<CatalogObject> tables = new ArrayList<>();
    for (int i = 0; i < TABLES; i++) {
      TableSchema table = table("items_" + i, changed && i % 10 == 0, changed && i % 100 == 1);
      tables.add(CatalogObject.of(table.ref(), table));
    }
    return SchemaState.of(tables);
  }

  private static TableSchema table(String name, boolean oneColumnMore, boolean oneIndexLess) {
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= (oneColumnMore ? 9 : 8); i++) {
      columns.add(Column.of("column_" + i, "text", i > 4));
    }
    List<Index> indexes = new ArrayList<>();
    for (int i = 1; i <= (oneIndexLess ? 1 : 2); i++) {
      indexes.add(
          new Index(
              "idx_%s_%d".formatted(name, i),
              "btree",
              List.of(IndexKey.of("column_" + i)),
              List.of(),
              false,
              false,
              null,
              false));
    }
    return new TableSchema(
        "public", name, columns, null, List.of(), List.of(), List.of(), indexes, null, false,
        List.of());
  }
}
