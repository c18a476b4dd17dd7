package io.schemawright.notifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.RenameColumn;
import io.schemawright.difference.RenameTable;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final ObjectRef CARTS = ObjectRef.table("public", "carts");
  private static final ObjectRef BASKETS = ObjectRef.table("public", "baskets");
  private static final ObjectRef MOOD = new ObjectRef(ObjectKind.ENUM, "public", "mood");
  private static final Column ID = Column.of("id", "bigint", false);
  private static final Column NOTE = Column.of("note", "text", true);

  @Test
  void of_sameTable_namesColumnsAddedChangedAndDropped() {
    TableSchema is = table("carts", ID.withType("numeric"), Column.of("at", "date", true));

    assertThat(lines(List.of("SELECT 1"), state(CARTS, carts()), state(CARTS, is)))
        .containsExactly(
            "changed table public.carts (column id is numeric, was bigint;"
                + " added column at date; dropped column note)");
  }

  @Test
  void of_columnThatAStepRenames_isNotDropped() {
    TableSchema is = table("carts", ID, NOTE.withName("remark"));

    assertThat(
            lines(
                new RenameColumn(carts(), "note", "remark").statements(),
                state(CARTS, carts()),
                state(CARTS, is)))
        .containsExactly("changed table public.carts (renamed column note to remark)");
  }

  @Test
  void of_tableThatAStepRenames_isNotDropped() {
    assertThat(renamedTable(new RenameTable(CARTS, BASKETS).statements()))
        .containsExactly("renamed table public.carts to public.baskets");
  }

  @Test
  void of_tableOfTheSameColumnsThatNoStepRenames_isAnotherOne() {
    assertThat(renamedTable(List.of("SELECT 1")))
        .containsExactly("created table public.baskets", "dropped table public.carts");
  }

  @Test
  void of_enum_namesItsNewValues() {
    assertThat(
            lines(
                List.of("SELECT 1"),
                state(MOOD, new EnumType(List.of("sad"), null)),
                state(MOOD, new EnumType(List.of("sad", "glad"), null))))
        .containsExactly("changed enum public.mood (added value 'glad')");
  }

  private static List<String> renamedTable(List<String> statements) {
    return Differences.of(
        plan(
            statements,
            List.of(state(CARTS, carts()), state(BASKETS, null)),
            List.of(state(CARTS, null), state(BASKETS, table("baskets", ID, NOTE)))));
  }

  private static List<String> lines(
      List<String> statements, ObjectState before, ObjectState after) {
    return Differences.of(plan(statements, List.of(before), List.of(after)));
  }

  private static Plan plan(
      List<String> statements, List<ObjectState> before, List<ObjectState> after) {
    Step step =
        new Step(
            1,
            "the change",
            StepMode.TRANSACTIONAL,
            statements,
            List.of(),
            1000,
            1000,
            ObjectState.fingerprint(before),
            ObjectState.fingerprint(after),
            List.of());
    return Plan.of("orders", 18, List.of(step), List.of(), before, after);
  }

  private static TableSchema carts() {
    return table("carts", ID, NOTE);
  }

  private static TableSchema table(String name, Column... columns) {
    return new TableSchema(
        "public",
        name,
        List.of(columns),
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        false,
        List.of());
  }

  private static ObjectState state(ObjectRef ref, @Nullable Definition definition) {
    return new ObjectState(ref, definition == null ? null : CatalogObject.of(ref, definition));
  }
}
