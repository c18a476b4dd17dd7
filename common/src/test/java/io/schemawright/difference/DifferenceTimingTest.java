package io.schemawright.difference;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.ReferentialAction;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How long the difference of two schemas of a thousand tables takes; told, not asserted. */
class DifferenceTimingTest {

  @Test
  void aThousandTables_everyOneChanged_areCompared() {
    SchemaState before = state(1_000, "integer");
    SchemaState after = state(1_000, "bigint");
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      Difference difference = Difference.between(before, after, Renames.none());
      long changed = System.nanoTime() - start;
      assertThat(difference.alterations()).hasSizeGreaterThanOrEqualTo(1_000);
      start = System.nanoTime();
      assertThat(Difference.between(before, state(1_000, "integer"), Renames.none()).isEmpty())
          .isTrue();
      long same = System.nanoTime() - start;
      System.out.printf(
          "difference of 1,000 tables: all changed %d ms, all equal %d ms%n",
          changed / 1_000_000, same / 1_000_000);
    }
  }

  private static SchemaState state(int tables, String type) {
    SchemaState state = SchemaState.empty();
    NavigableMap<ObjectRef, Definition> all = new TreeMap<>(state.objects());
    for (int i = 0; i < tables; i++) {
      List<Column> columns = new ArrayList<>();
      columns.add(Column.of("id", "bigint", false));
      for (int c = 0; c < 8; c++) {
        columns.add(Column.of("c" + c, type, true));
      }
      TableSchema table =
          RandomTable.empty("public", "t" + i).toBuilder()
              .columns(columns)
              .primaryKey(new PrimaryKey("t" + i + "_pkey", List.of("id"), List.of(), null))
              .indexes(
                  List.of(
                      new Index(
                          "i" + i,
                          "btree",
                          List.of(IndexKey.of("c1")),
                          List.of(),
                          false,
                          false,
                          "c2 > 0",
                          false)))
              .foreignKeys(
                  List.of(
                      new ForeignKey(
                          "f",
                          List.of("c0"),
                          "public",
                          "t" + (i * 7 % tables),
                          List.of("id"),
                          ReferentialAction.NO_ACTION,
                          ReferentialAction.NO_ACTION,
                          false,
                          null,
                          false,
                          false)))
              .build();
      all.put(table.ref(), table);
    }
    return new SchemaState(all);
  }
}
