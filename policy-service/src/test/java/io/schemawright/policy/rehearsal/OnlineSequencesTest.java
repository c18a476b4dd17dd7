package io.schemawright.policy.rehearsal;

import static io.schemawright.policy.plan.Wanted.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Dependency;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OpaqueDefinition;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.ReferentialAction;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import io.schemawright.change.RunSql;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import io.schemawright.policy.plan.CompletedPlans;
import io.schemawright.policy.plan.Planner;
import io.schemawright.policy.plan.Unplannable;
import io.schemawright.policy.plan.Wanted.Becomes;
import io.schemawright.policy.rule.Surroundings;
import io.schemawright.request.SchemaRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each sequence for a table in use, on a real PostgreSQL: its modes, its locks, its way back. */
class OnlineSequencesTest {
  private static final Logger LOG = LoggerFactory.getLogger(OnlineSequencesTest.class);
  private static final ScratchServers SERVER = ScratchServers.open(Scratch.settings());
  private static final int MAJOR = Scratch.major();
  private static final Planner PLANNER = new Planner(CompletedPlans.none(), SERVER);
  private static final Map<Plan, Rehearsed> SEEN = new HashMap<>();
  private static final ObjectRef CARTS = ObjectRef.table("public", "carts");

  private static final TableSchema USERS =
      new TableSchema(
          "public",
          "users",
          List.of(Column.of("id", "integer", false)),
          new PrimaryKey("users_pkey", List.of("id"), List.of(), null),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          null,
          false,
          List.of());

  private static final TableSchema TABLE =
      new TableSchema(
          "public",
          "carts",
          List.of(
              Column.of("id", "integer", false),
              Column.of("user_id", "integer", true),
              Column.of("note", "text", true)),
          new PrimaryKey("carts_pkey", List.of("id"), List.of(), null),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          null,
          false,
          List.of());

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void anIndex_isBuiltBesideWriters_andDroppedBesideThem() {
    TableSchema indexed = TABLE.toBuilder().indexes(List.of(index(false))).build();

    Plan up = passes(to(TABLE, indexed));
    Plan down = passes(to(indexed, TABLE));

    assertThat(modes(up)).containsExactly(StepMode.ALONE);
    assertThat(up.steps().get(0).statements().get(0)).contains("INDEX CONCURRENTLY");
    assertThat(up.steps().get(0).lockTimeoutMillis()).isZero();
    assertThat(down.steps().get(0).statements().get(0)).startsWith("DROP INDEX CONCURRENTLY");
  }

  @Test
  void aUniqueIndex_isOnlyBuiltWhereNoRowsCollide() {
    Plan plan = passes(to(TABLE, TABLE.toBuilder().indexes(List.of(index(true))).build()));

    assertThat(modes(plan)).containsExactly(StepMode.CHECK, StepMode.ALONE);
  }

  @Test
  void aForeignKey_isAddedForNewRows_thenProvedBesideWriters() {
    ForeignKey key =
        new ForeignKey(
            "carts_user_id_fkey",
            List.of("user_id"),
            "public",
            "users",
            List.of("id"),
            ReferentialAction.NO_ACTION,
            ReferentialAction.NO_ACTION,
            false,
            null,
            false,
            false);

    Plan plan = passes(to(TABLE, TABLE.toBuilder().foreignKeys(List.of(key)).build()));

    assertThat(modes(plan)).containsExactly(StepMode.CHECK, StepMode.TRANSACTIONAL, StepMode.ALONE);
    assertNoReadUnderAStrongLock(plan);
  }

  @Test
  void aProofInATransactionWithOthers_isSeenToReadUnderTheirLock() {
    RunSql sql =
        new RunSql(
            "ALTER TABLE carts ADD CONSTRAINT c CHECK (note <> '') NOT VALID;"
                + " DO $$ BEGIN ALTER TABLE carts VALIDATE CONSTRAINT c; END $$",
            "ALTER TABLE carts DROP CONSTRAINT c");
    Surroundings around = new Surroundings(objects(TABLE), Map.of(), Map.of(), Set.of(CARTS));

    Plan plan = passes(SERVER.rehearse(PLANNER.plan(request(sql), MAJOR, around).draft()));

    assertThatThrownBy(() -> assertNoReadUnderAStrongLock(plan)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aCheck_isAddedForNewRows_thenProvedBesideWriters() {
    CheckConstraint check = CheckConstraint.of("carts_note_check", "note <> ''::text");

    Plan plan = passes(to(TABLE, TABLE.toBuilder().checks(List.of(check)).build()));

    assertThat(modes(plan)).containsExactly(StepMode.CHECK, StepMode.TRANSACTIONAL, StepMode.ALONE);
    assertNoReadUnderAStrongLock(plan);
  }

  @Test
  void nulls_areForbiddenBehindAProof() {
    Plan plan =
        passes(to(TABLE, columns(c -> c.name().equals("note") ? c.withNullable(false) : c)));

    assertThat(modes(plan)).startsWith(StepMode.CHECK, StepMode.TRANSACTIONAL, StepMode.ALONE);
    assertNoReadUnderAStrongLock(plan);
  }

  @Test
  void aUniqueConstraint_restsOnAnIndexThatWasBuiltBesideWriters() {
    UniqueConstraint unique =
        new UniqueConstraint("carts_note_key", List.of("note"), List.of(), false, null);

    Plan plan = passes(to(TABLE, TABLE.toBuilder().uniqueConstraints(List.of(unique)).build()));

    assertThat(modes(plan)).containsExactly(StepMode.CHECK, StepMode.ALONE, StepMode.TRANSACTIONAL);
    assertNoReadUnderAStrongLock(plan);
  }

  @Test
  void aPrimaryKey_forbidsNullsFirst_andRestsOnAnIndexThatWasBuiltBesideWriters() {
    TableSchema without =
        TABLE.toBuilder().columns(nullable(TABLE.columns())).primaryKey(null).build();
    TableSchema with =
        without.toBuilder().columns(TABLE.columns()).primaryKey(TABLE.primaryKey()).build();

    Plan plan = passes(to(without, with));

    assertThat(modes(plan)).contains(StepMode.CHECK, StepMode.ALONE);
    assertNoReadUnderAStrongLock(plan);
  }

  @Test
  void aDefaultThatDiffersByRow_isFilledInBatches() {
    Column token = Column.of("token", "uuid", false).withDefault("gen_random_uuid()");

    Plan plan = passes(to(TABLE, with(token)));

    assertThat(modes(plan)).contains(StepMode.BATCHED);
    assertThat(plan.steps())
        .filteredOn(step -> step.mode() == StepMode.BATCHED)
        .allSatisfy(step -> assertThat(step.batches()).isNotNull());
    assertNoReadUnderAStrongLock(plan);
  }

  @Test
  void aDefaultThatIsTheSameForAll_needsNoBatches() {
    Plan plan =
        passes(
            to(
                TABLE,
                with(Column.of("at", "timestamp with time zone", false).withDefault("now()"))));

    assertThat(modes(plan)).containsExactly(StepMode.TRANSACTIONAL);
    assertNoReadUnderAStrongLock(plan);
  }

  @Test
  void aTable_isMovedOutOfSight_andComesBackWithItsRows() {
    Rehearsed rehearsed = rehearse(TABLE, state -> state.without(CARTS));

    assertThat(rehearsed.rehearsal().detail()).isEmpty();
    assertThat(rehearsed.rehearsal().restores()).isTrue();
    assertThat(rehearsed.rehearsal().effects())
        .anyMatch(effect -> effect.kind() == EffectKind.DROP && effect.object().equals(CARTS));
    assertThat(rehearsed.plan().orElseThrow().steps().get(0).statements().get(0))
        .startsWith("CREATE SCHEMA \"schemawright_trash_");
  }

  @Test
  void aTable_staysWhileAViewRestsOnIt() {
    ObjectRef view = new ObjectRef(ObjectKind.VIEW, "public", "all_carts");
    OpaqueDefinition definition =
        new OpaqueDefinition(
            "CREATE VIEW public.all_carts AS SELECT id FROM public.carts",
            List.of(new Dependency(CARTS, null)));
    Map<ObjectRef, CatalogObject> objects = new TreeMap<>(objects(TABLE));
    objects.put(view, CatalogObject.of(view, definition));

    assertThatThrownBy(
            () ->
                PLANNER.plan(
                    request(new Becomes(CARTS, state -> state.without(CARTS))),
                    MAJOR,
                    new Surroundings(objects, Map.of(), Map.of())))
        .isInstanceOfSatisfying(
            Unplannable.class,
            refusal -> {
              assertThat(refusal.finding().rule()).isEqualTo("dependents-block-a-drop");
              assertThat(refusal.finding().message()).contains("all_carts");
            });
  }

  @Test
  void anEnumValue_isThereBeforeAnythingUsesIt() {
    ObjectRef mood = new ObjectRef(ObjectKind.ENUM, "public", "mood");
    Map<ObjectRef, CatalogObject> objects = new TreeMap<>(objects(TABLE));
    objects.put(mood, CatalogObject.of(mood, new EnumType(List.of("sad"), null)));
    SchemaRequest request =
        request(
            new Becomes(
                CARTS,
                state ->
                    state
                        .with(mood, new EnumType(List.of("sad", "glad"), null))
                        .with(
                            with(
                                Column.of("mood", "public.mood", true)
                                    .withDefault("'glad'::public.mood")))));

    Rehearsed rehearsed =
        SERVER.rehearse(
            PLANNER.plan(request, MAJOR, new Surroundings(objects, Map.of(), Map.of())).draft());

    assertThat(rehearsed.rehearsal().outcome())
        .as(rehearsed.rehearsal().detail())
        .isEqualTo(Rehearsal.Outcome.PASSED);
    assertThat(modes(rehearsed.plan().orElseThrow()))
        .containsExactly(StepMode.ALONE, StepMode.TRANSACTIONAL);
  }

  @Test
  void handWrittenStatements_showWhatTheyTouch() {
    RunSql sql =
        new RunSql(
            "ALTER TABLE carts ADD COLUMN paid boolean; CREATE TABLE receipts (id int);"
                + " CREATE INDEX CONCURRENTLY carts_paid ON carts (paid)",
            "DROP TABLE receipts; ALTER TABLE carts DROP COLUMN paid");
    Surroundings around = new Surroundings(objects(TABLE), Map.of(), Map.of(), Set.of(CARTS));

    Rehearsed rehearsed = SERVER.rehearse(PLANNER.plan(request(sql), MAJOR, around).draft());

    assertThat(rehearsed.rehearsal().detail()).isEmpty();
    Plan plan = rehearsed.plan().orElseThrow();
    assertThat(plan.objects())
        .containsExactlyInAnyOrder(CARTS, ObjectRef.table("public", "receipts"));
    assertThat(modes(plan))
        .containsExactly(StepMode.TRANSACTIONAL, StepMode.TRANSACTIONAL, StepMode.ALONE);
    assertThat(rehearsed.rehearsal().restores()).isTrue();
  }

  @Test
  void whatIsAsWanted_isNothingToDo() {
    assertThatThrownBy(() -> to(TABLE, TABLE))
        .isInstanceOfSatisfying(
            Unplannable.class,
            refusal -> assertThat(refusal.finding().rule()).isEqualTo("nothing-to-do"));
  }

  /** What reads or writes all rows does so in a transaction of its own, beside writers. */
  private static void assertNoReadUnderAStrongLock(Plan plan) {
    Rehearsed seen = Objects.requireNonNull(SEEN.get(plan));
    Set<Integer> reading = new TreeSet<>();
    seen.rehearsal().effects().stream()
        .filter(effect -> effect.kind() == EffectKind.SCAN || effect.kind() == EffectKind.REWRITE)
        .forEach(effect -> reading.add(effect.step()));
    for (int number : reading) {
      Step step = plan.steps().get(number - 1);
      assertThat(step.mode()).as(step.summary()).isEqualTo(StepMode.ALONE);
      assertThat(step.locks())
          .as(step.summary())
          .isNotEmpty()
          .allMatch(lock -> lock.mode().compareTo(LockMode.SHARE) < 0);
    }
  }

  private static Plan passes(Rehearsed rehearsed) {
    LOG.atInfo()
        .addKeyValue("millis", rehearsed.rehearsal().millis())
        .addKeyValue("effects", rehearsed.rehearsal().effects())
        .log("rehearsed");
    assertThat(rehearsed.rehearsal().outcome())
        .as(rehearsed.rehearsal().detail())
        .isEqualTo(Rehearsal.Outcome.PASSED);
    assertThat(rehearsed.rehearsal().detail()).isEmpty();
    assertThat(rehearsed.rehearsal().restores()).isTrue();
    Plan plan = rehearsed.plan().orElseThrow();
    SEEN.put(plan, rehearsed);
    return plan;
  }

  private static List<StepMode> modes(Plan plan) {
    return plan.steps().stream().map(Step::mode).toList();
  }

  private static Rehearsed to(TableSchema from, TableSchema to) {
    return rehearse(from, state -> state.with(to));
  }

  private static Rehearsed rehearse(TableSchema from, UnaryOperator<SchemaState> change) {
    Surroundings around = new Surroundings(objects(from), Map.of(), Map.of());
    return SERVER.rehearse(
        PLANNER.plan(request(new Becomes(CARTS, change)), MAJOR, around).draft());
  }

  private static Map<ObjectRef, CatalogObject> objects(TableSchema carts) {
    return Map.of(
        CARTS, CatalogObject.of(CARTS, carts), USERS.ref(), CatalogObject.of(USERS.ref(), USERS));
  }

  private static TableSchema columns(UnaryOperator<Column> change) {
    return TABLE.toBuilder().columns(TABLE.columns().stream().map(change).toList()).build();
  }

  private static List<Column> nullable(List<Column> columns) {
    return columns.stream().map(column -> column.withNullable(true)).toList();
  }

  private static TableSchema with(Column column) {
    List<Column> columns = new ArrayList<>(TABLE.columns());
    columns.add(column);
    return TABLE.toBuilder().columns(columns).build();
  }

  private static Index index(boolean unique) {
    return new Index(
        "idx_carts_note",
        "btree",
        List.of(IndexKey.of("note")),
        List.of(),
        unique,
        false,
        null,
        false);
  }
}
