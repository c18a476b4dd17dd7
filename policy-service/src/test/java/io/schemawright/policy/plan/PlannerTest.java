package io.schemawright.policy.plan;

import static io.schemawright.policy.plan.Wanted.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.catalog.UniqueConstraint;
import io.schemawright.change.Change;
import io.schemawright.change.DropTable;
import io.schemawright.change.RollBack;
import io.schemawright.change.RunSql;
import io.schemawright.plan.StepMode;
import io.schemawright.policy.plan.Wanted.Becomes;
import io.schemawright.policy.rule.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The statements and modes of each sequence, word by word; no database is asked. */
class PlannerTest {
  private static final Planner PLANNER = new Planner(CompletedPlans.none(), Printing.asSpelled());
  private static final ObjectRef CARTS = ObjectRef.table("public", "carts");

  private static final TableSchema TABLE =
      new TableSchema(
          "public",
          "carts",
          List.of(Column.of("id", "integer", false), Column.of("note", "text", true)),
          new PrimaryKey("carts_pkey", List.of("id"), List.of(), null),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          null,
          false,
          List.of());

  private static final TableSchema INDEXED =
      TABLE.toBuilder()
          .indexes(
              List.of(
                  new Index(
                      "idx_carts_note",
                      "btree",
                      List.of(IndexKey.of("note")),
                      List.of(),
                      false,
                      false,
                      null,
                      false)))
          .build();

  private static final TableSchema CHECKED =
      TABLE.toBuilder()
          .checks(List.of(CheckConstraint.of("note_short", "length(note) < 9")))
          .build();

  private static final TableSchema UNIQUE =
      TABLE.toBuilder()
          .uniqueConstraints(
              List.of(
                  new UniqueConstraint("carts_note_key", List.of("note"), List.of(), false, null)))
          .build();

  private static final TableSchema STRICT =
      TABLE.toBuilder()
          .columns(List.of(Column.of("id", "integer", false), Column.of("note", "text", false)))
          .build();

  @Test
  void anIndex_isBuiltAndDroppedConcurrently_withoutALockTimeout() {
    Draft draft = plan(18, TABLE, INDEXED).draft();

    assertThat(steps(draft.steps()))
        .containsExactly(
            "ALONE CREATE INDEX CONCURRENTLY \"idx_carts_note\" ON \"public\".\"carts\" USING \"btree\" (\"note\")");
    assertThat(steps(draft.down()))
        .containsExactly("ALONE DROP INDEX CONCURRENTLY \"public\".\"idx_carts_note\"");
    assertThat(draft.steps().get(0).lockTimeoutMillis()).isZero();
  }

  @Test
  void anEmptyTable_isAlteredThePlainWay() {
    Surroundings empty =
        new Surroundings(objects(TABLE), Map.of(), Map.of(CARTS, new TableStatistics(0, 0, 8192)));

    Draft draft = PLANNER.plan(request(becomes(INDEXED)), 18, empty).draft();

    assertThat(steps(draft.steps()))
        .containsExactly(
            "TRANSACTIONAL CREATE INDEX \"idx_carts_note\" ON \"public\".\"carts\" USING \"btree\" (\"note\")");
    assertThat(draft.steps()).extracting(DraftStep::emptyTable).containsExactly(CARTS);
  }

  @Test
  void aTableInUse_orOneThatTheRequestMakes_needNotBeEmpty() {
    assertThat(plan(18, TABLE, STRICT).draft().steps())
        .extracting(DraftStep::emptyTable)
        .containsOnlyNulls();
    assertThat(
            PLANNER
                .plan(request(becomes(TABLE), becomes(INDEXED)), 18, Surroundings.empty())
                .draft()
                .steps())
        .isNotEmpty()
        .extracting(DraftStep::emptyTable)
        .containsOnlyNulls();
  }

  @Test
  void aCheck_isAskedFor_addedAndProved() {
    assertThat(up(18, TABLE, CHECKED))
        .containsExactly(
            "CHECK SELECT a.\"id\", count(*) OVER () AS violations FROM \"public\".\"carts\" AS a"
                + " WHERE (length(note) < 9) IS FALSE LIMIT 10",
            "TRANSACTIONAL ALTER TABLE \"public\".\"carts\" ADD CONSTRAINT \"note_short\" CHECK"
                + " (length(note) < 9) NOT VALID",
            "ALONE ALTER TABLE \"public\".\"carts\" VALIDATE CONSTRAINT \"note_short\"");
  }

  @Test
  void nulls_areForbiddenBy18AsPostgresNamesIt_andBefore18BehindACheck() {
    String asked =
        "CHECK SELECT a.\"id\", count(*) OVER () AS violations FROM \"public\".\"carts\" AS a WHERE"
            + " \"note\" IS NULL LIMIT 10";
    String alter = "ALTER TABLE \"public\".\"carts\" ";

    assertThat(up(18, TABLE, STRICT))
        .containsExactly(
            asked,
            "TRANSACTIONAL "
                + alter
                + "ADD CONSTRAINT \"carts_note_not_null\" NOT NULL \"note\" NOT VALID",
            "ALONE " + alter + "VALIDATE CONSTRAINT \"carts_note_not_null\"");
    assertThat(up(17, TABLE, STRICT))
        .containsExactly(
            asked,
            "TRANSACTIONAL "
                + alter
                + "ADD CONSTRAINT \"carts_note_not_null_check\" CHECK (\"note\" IS NOT NULL)"
                + " NOT VALID",
            "ALONE " + alter + "VALIDATE CONSTRAINT \"carts_note_not_null_check\"",
            "TRANSACTIONAL "
                + alter
                + "ALTER COLUMN \"note\" SET NOT NULL; "
                + alter
                + "DROP CONSTRAINT \"carts_note_not_null_check\"");
  }

  @Test
  void aUniqueConstraint_restsOnAnIndexOfItsName() {
    List<String> up = up(18, TABLE, UNIQUE);

    assertThat(up).hasSize(3);
    assertThat(up.get(0)).startsWith("CHECK ").contains("HAVING count(*) > 1");
    assertThat(up.subList(1, 3))
        .containsExactly(
            "ALONE CREATE UNIQUE INDEX CONCURRENTLY \"carts_note_key\" ON \"public\".\"carts\""
                + " USING \"btree\" (\"note\")",
            "TRANSACTIONAL ALTER TABLE \"public\".\"carts\" ADD CONSTRAINT \"carts_note_key\" UNIQUE"
                + " USING INDEX \"carts_note_key\"");
  }

  @Test
  void aDefaultThatDiffersByRow_isFilledByThePrimaryKey() {
    List<Column> columns = new ArrayList<>(TABLE.columns());
    columns.add(Column.of("token", "uuid", true).withDefault("gen_random_uuid()"));

    Draft draft = plan(18, TABLE, TABLE.toBuilder().columns(columns).build()).draft();

    assertThat(draft.steps())
        .extracting(DraftStep::mode)
        .containsExactly(StepMode.TRANSACTIONAL, StepMode.BATCHED);
    assertThat(draft.steps().get(1).batches())
        .satisfies(batches -> assertThat(String.valueOf(batches)).contains("key=[id]"));
  }

  @Test
  void whatIsThereAlready_isNothingToDo() {
    refused("nothing-to-do", becomes(TABLE));
  }

  @Test
  void statementsOfAPerson_comeLast_andARollBackStandsAlone() {
    refused("sql-comes-last", new RunSql("select 1", null), becomes(INDEXED));
    refused("roll-back-stands-alone", becomes(INDEXED), new RollBack("req-0"));
  }

  @Test
  void aTableThatAPublicationNames_isNotMovedAway() {
    TableSchema published =
        TABLE.toBuilder()
            .others(
                List.of(
                    new TablePart(
                        TablePart.Kind.PUBLICATION,
                        "p",
                        "ALTER PUBLICATION p ADD TABLE public.carts")))
            .build();

    refused(objects(published), "dependents-block-a-drop", new DropTable("public", "carts"));
  }

  private static void refused(String rule, Change... changes) {
    refused(objects(TABLE), rule, changes);
  }

  private static void refused(
      Map<ObjectRef, CatalogObject> objects, String rule, Change... changes) {
    Surroundings around = new Surroundings(objects, Map.of(), Map.of());
    assertThatThrownBy(() -> PLANNER.plan(request(changes), 18, around))
        .isInstanceOfSatisfying(
            Unplannable.class, e -> assertThat(e.finding().rule()).isEqualTo(rule));
  }

  private static List<String> up(int major, TableSchema from, TableSchema to) {
    return steps(plan(major, from, to).draft().steps());
  }

  private static Planned plan(int major, TableSchema from, TableSchema to) {
    Surroundings around = new Surroundings(objects(from), Map.of(), Map.of());
    return PLANNER.plan(request(becomes(to)), major, around);
  }

  private static List<String> steps(List<DraftStep> steps) {
    return steps.stream()
        .map(step -> step.mode() + " " + String.join("; ", step.statements()))
        .toList();
  }

  private static Map<ObjectRef, CatalogObject> objects(TableSchema table) {
    return Map.of(CARTS, CatalogObject.of(CARTS, table));
  }

  private static Becomes becomes(TableSchema table) {
    return new Becomes(CARTS, state -> state.with(table));
  }
}
