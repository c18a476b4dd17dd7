package io.schemawright.policy.rehearsal;

import static io.schemawright.policy.rehearsal.Drafts.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.TableSchema;
import io.schemawright.change.CreateTable;
import io.schemawright.change.RequestedColumn;
import io.schemawright.change.RunSql;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.TableLock;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.rule.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a rehearsal on a real PostgreSQL sees and tells. */
@Tag("every-version")
class RehearsedTest {
  private static final Logger LOG = LoggerFactory.getLogger(RehearsedTest.class);
  private static final ScratchServers SERVER = ScratchServers.open(Scratch.settings());
  private static final Drafts DRAFTS = new Drafts(SERVER);

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void aTable_isReadAsPostgresKeepsIt_andIsGoneAfterwards() {
    for (int i = 0; i < 2; i++) {
      Rehearsed rehearsed =
          SERVER.rehearse(
              DRAFTS.of(table("carts", RequestedColumn.of("data", "jsonb"), withDefault("'{}'"))));

      assertThat(rehearsed.rehearsal().detail()).isEmpty();
      assertThat(rehearsed.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
      assertThat(rehearsed.rehearsal().restores()).isTrue();
      assertThat(rehearsed.rehearsal().effects()).isEmpty();
      Plan plan = rehearsed.plan().orElseThrow();
      TableSchema after =
          (TableSchema) Objects.requireNonNull(plan.after().get(0).object()).definition();
      assertThat(after.column("options").orElseThrow().defaultValue()).isEqualTo("'{}'::jsonb");
      assertThat(plan.steps().get(0).before()).isNotEqualTo(plan.steps().get(0).after());
      assertThat(plan.down().get(0).after()).isEqualTo(plan.steps().get(0).before());
    }
  }

  @Test
  void aForeignKey_isSeenToLockTheTableItRefersTo() {
    TableSchema users =
        table("users", RequestedColumn.of("mail", "text"), reference("boss", "bosses"))
            .tableSchema();
    CatalogObject known = CatalogObject.of(users.ref(), users);

    Rehearsed rehearsed =
        SERVER.rehearse(
            DRAFTS.of(
                table("carts", reference("users_id", "users")),
                new Surroundings(Map.of(known.ref(), known), Map.of(), Map.of())));

    assertThat(rehearsed.rehearsal().detail()).isEmpty();
    assertThat(rehearsed.rehearsal().effects())
        .containsExactly(new Effect(1, EffectKind.LOCK, users.ref(), LockMode.SHARE_ROW_EXCLUSIVE));
    assertThat(rehearsed.plan().orElseThrow().steps().get(0).locks())
        .containsExactly(new TableLock(users.ref(), LockMode.SHARE_ROW_EXCLUSIVE));
    assertThat(SERVER.rehearse(DRAFTS.of(table("carts"))).rehearsal().outcome())
        .isEqualTo(Rehearsal.Outcome.PASSED);
  }

  @Test
  void whatPostgresRefuses_isToldInItsWords_andLeavesNothing() {
    Rehearsed rehearsed =
        SERVER.rehearse(DRAFTS.of(table("carts", reference("nowhere_id", "nowhere"))));

    assertThat(rehearsed.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.FAILED);
    assertThat(rehearsed.rehearsal().detail()).contains("nowhere").contains("42P01");
    assertThat(rehearsed.plan()).isEmpty();
    assertThat(SERVER.rehearse(DRAFTS.of(table("carts"))).rehearsal().outcome())
        .isEqualTo(Rehearsal.Outcome.PASSED);
  }

  @Test
  void twoTables_areTwoStepsOfOneTransaction() {
    Draft draft = DRAFTS.of(table("carts"), table("lines", reference("carts_id", "carts")));

    Rehearsed rehearsed = SERVER.rehearse(draft);

    assertThat(rehearsed.rehearsal().detail()).isEmpty();
    assertThat(rehearsed.rehearsal().effects()).isEmpty();
    Plan plan = rehearsed.plan().orElseThrow();
    assertThat(plan.steps()).hasSize(2);
    assertThat(plan.steps().get(1).before()).isEqualTo(plan.steps().get(0).after());
    assertThat(plan.down().get(1).after()).isEqualTo(plan.steps().get(0).before());
  }

  @Test
  void aTableOfAnotherSchema_isNoTrouble() {
    CreateTable table =
        new CreateTable(
            "Läden",
            "carts",
            null,
            List.of(RequestedColumn.of("id", "uuid")),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(SERVER.rehearse(DRAFTS.of(table)).rehearsal().restores()).isTrue();
    assertThat(SERVER.rehearse(DRAFTS.of(table)).rehearsal().restores()).isTrue();
  }

  @Test
  void statementsByHand_areSeenToLoseDataAndDependents() {
    TableSchema users = table("users", RequestedColumn.of("mail", "text")).tableSchema();
    CatalogObject known = CatalogObject.of(users.ref(), users);
    Surroundings around =
        new Surroundings(Map.of(known.ref(), known), Map.of(), Map.of(), Set.of(users.ref()));

    assertThat(kinds(around, "DO $$ BEGIN EXECUTE 'ALTER TABLE users DROP mail'; END $$"))
        .contains(EffectKind.DATA_LOSS);
    assertThat(kinds(around, "TRUNCATE users")).contains(EffectKind.DATA_LOSS);
    assertThat(kinds(around, "DELETE FROM users")).contains(EffectKind.DATA_LOSS);
    assertThat(kinds(around, "DROP TABLE users CASCADE")).contains(EffectKind.DROP);
    assertThat(kinds(around, "UPDATE users SET mail = 'x'")).doesNotContain(EffectKind.DATA_LOSS);
  }

  private static List<EffectKind> kinds(Surroundings around, String sql) {
    Rehearsal rehearsal = SERVER.rehearse(DRAFTS.of(new RunSql(sql, null), around)).rehearsal();
    assertThat(rehearsal.outcome()).as(rehearsal.detail()).isEqualTo(Rehearsal.Outcome.PASSED);
    return rehearsal.effects().stream().map(Effect::kind).toList();
  }

  @Test
  void whereOnlyMadeUpRowsBreakIt_itIsTriedWithoutThem_andANoteSaysSo() {
    TableSchema users = table("users", RequestedColumn.of("mail", "text")).tableSchema();
    CatalogObject known = CatalogObject.of(users.ref(), users);
    Surroundings around =
        new Surroundings(Map.of(known.ref(), known), Map.of(), Map.of(), Set.of(users.ref()));
    RunSql cast = new RunSql("ALTER TABLE users ALTER mail TYPE date USING mail::date", null);

    Rehearsal rehearsal = SERVER.rehearse(DRAFTS.of(cast, around)).rehearsal();

    assertThat(rehearsal.outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
    assertThat(rehearsal.notes()).singleElement().asString().contains("made-up rows", "22");
  }

  @Test
  void aSimpleRehearsal_measured() {
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Draft draft = DRAFTS.of(table("carts_" + i, RequestedColumn.of("name", "text")));
      long start = System.nanoTime();
      assertThat(SERVER.rehearse(draft).plan()).isPresent();
      micros.add((System.nanoTime() - start) / 1_000);
    }
    List<Long> warm = micros.subList(20, 60).stream().sorted().toList();

    LOG.atInfo()
        .addKeyValue("fastestMicros", warm.get(0))
        .addKeyValue("medianMicros", warm.get(20))
        .addKeyValue("worstMicros", warm.get(39))
        .log("MEASURED: a rehearsal of a simple create");
    assertThat(warm.get(20)).isPositive();
  }

  private static RequestedColumn withDefault(String expression) {
    return new RequestedColumn(
        "options", "jsonb", false, expression, false, false, null, null, null, null, null);
  }

  private static RequestedColumn reference(String column, String table) {
    return new RequestedColumn(
        column,
        "uuid",
        null,
        null,
        false,
        false,
        null,
        null,
        null,
        null,
        new RequestedColumn.Reference("public", table, null, null, null));
  }
}
