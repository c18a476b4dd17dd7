package io.schemawright.policy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.StepMode;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.DraftStep;
import io.schemawright.policy.plan.Unplannable;
import io.schemawright.request.SchemaRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kinds of change say in full, planned and rehearsed up and down on a real PostgreSQL. */
class KindsTest {
  private static final ScratchServers SERVER = ScratchServers.open(Scratch.settings());
  private static final World LIBRARY = new World(SERVER);

  @BeforeAll
  static void library() {
    LIBRARY.apply(
        "{'type':'create-enum','enum':'bindings','values':['paperback','hardcover']}",
        "{'type':'create-table','table':'authors','columns':["
            + "{'name':'id','type':'bigint','identity':'always','primaryKey':true},"
            + "{'name':'name','type':'text','nullable':false}]}",
        "{'type':'create-table','table':'books','columns':["
            + "{'name':'id','type':'bigserial','primaryKey':true},"
            + "{'name':'author_id','type':'bigint','references':{'table':'authors'}},"
            + "{'name':'binding','type':'public.bindings'},"
            + "{'name':'pages','type':'integer'},"
            + "{'name':'isbn','type':'varchar(20)','unique':true}],"
            + "'checks':[{'expression':'pages > 0'}],"
            + "'indexes':[{'columns':['pages'],'where':'pages > 9'}]}",
        "{'type':'create-table','table':'visits','columns':["
            + "{'name':'at','type':'date','nullable':false},{'name':'who','type':'text'}],"
            + "'checks':[{'expression':'length(who) < 99'}],"
            + "'primaryKey':{'columns':['at','who']},"
            + "'indexes':[{'columns':['who']}],"
            + "'partitionBy':{'strategy':'range','columns':['at']}}",
        "{'type':'create-partition','table':'visits_old','of':{'table':'visits'},"
            + "'values':{'from':[{'bound':'minvalue'}],'to':['2026-01-01']}}");
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PARTITION BY RANGE | {'type':'create-table','table':'t','columns':[{'name':'at','type':'date'}],'partitionBy':{'strategy':'range','columns':['at']}}",
        "PARTITION BY HASH  | {'type':'create-table','table':'t','columns':[{'name':'a','type':'text','primaryKey':true}],'partitionBy':{'strategy':'hash','columns':['a']}}",
        "EXCLUDE USING      | {'type':'create-table','table':'t','columns':[{'name':'r','type':'daterange'}],'exclusions':[{'elements':[{'column':'r','operator':'&&'}],'deferral':'initially-immediate'}]}",
        "INITIALLY DEFERRED | {'type':'create-table','table':'t','columns':[{'name':'a','type':'bigint'},{'name':'b','type':'bigint'}],'primaryKey':{'columns':['a'],'deferral':'initially-deferred','include':['b']}}",
        "MATCH FULL         | {'type':'create-table','table':'t','columns':[{'name':'a','type':'bigint'}],'foreignKeys':[{'columns':['a'],'references':{'table':'authors'},'matchFull':true,'deferral':'initially-deferred'}]}",
        "fillfactor         | {'type':'create-table','table':'t','columns':[{'name':'a','type':'bigint'}],'storageParameters':{'fillfactor':70,'autovacuum_enabled':false,'toast.autovacuum_enabled':true}}",
        "INCLUDE            | {'type':'add-unique-constraint','table':'books','constraint':{'columns':['author_id'],'include':['pages'],'deferral':'initially-deferred'}}",
        "MATCH FULL         | {'type':'add-foreign-key','table':'books','constraint':{'columns':['pages'],'references':{'table':'authors'},'matchFull':true,'deferral':'initially-immediate'}}",
        "EXCLUDE USING      | {'type':'add-exclusion-constraint','table':'books','constraint':{'method':'btree','elements':[{'column':'pages','operator':'='}],'where':'pages > 3','deferral':'initially-deferred'}}",
        "ATTACH PARTITION   | {'type':'create-partition','table':'visits_2026','of':{'table':'visits'},'values':{'from':['2026-01-01'],'to':['2027-01-01']},'comment':'one year'}",
        "ATTACH PARTITION   | {'type':'create-partition','table':'visits_else','of':{'table':'visits'},'values':{'default':true},'partitionBy':{'strategy':'list','columns':['who']}}",
        "DROP COLUMN        | {'type':'drop-column','table':'books','column':'pages'}",
        "TYPE bigint        | {'type':'set-column-type','table':'books','column':'pages','dataType':'bigint'}",
        "DROP NOT NULL      | {'type':'set-column-nullable','table':'authors','column':'name','nullable':true}",
        "COMMENT ON COLUMN  | {'type':'set-comment','table':'books','column':'pages','comment':'how long'}",
        "COMMENT ON TABLE   | {'type':'set-comment','table':'authors','comment':'who'}",
        "SET DEFAULT        | {'type':'set-column-default','table':'books','column':'pages','default':'1'}",
        "RENAME CONSTRAINT  | {'type':'rename-constraint','table':'books','constraint':'books_pages_check','to':'c'}",
        "ALTER INDEX        | {'type':'rename-index','table':'books','index':'idx_books_pages','to':'i'}",
        "DROP CONSTRAINT    | {'type':'drop-constraint','table':'books','constraint':'books_pages_check'}",
        "CONCURRENTLY       | {'type':'drop-index','table':'books','index':'idx_books_pages'}",
        "CREATE TYPE        | {'type':'create-enum','enum':'e','values':['a'],'comment':'c'}",
        "DETACH PARTITION   | {'type':'drop-table','table':'visits_old'}",
        "CONCURRENTLY \"idx_visits_old_at\" | {'type':'add-index','table':'visits','index':{'columns':['at']}}",
        "DROP CONSTRAINT    | {'type':'drop-table','table':'books'}",
      })
  void aKind_isRehearsed_andItsWayBackToo(String statement, String change) {
    World world = LIBRARY.copy();
    Rehearsed rehearsed = world.rehearse(world.request(change));

    assertThat(rehearsed.rehearsal().detail()).isEmpty();
    assertThat(rehearsed.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
    assertThat(rehearsed.rehearsal().restores()).isTrue();
    Plan plan = rehearsed.plan().orElseThrow();
    assertThat(statements(plan)).contains(statement);
    if (losesNothing(rehearsed)) {
      assertUndone(world.plan(world.request(change)).draft());
    }
  }

  private static boolean losesNothing(Rehearsed rehearsed) {
    return rehearsed.rehearsal().effects().stream()
        .noneMatch(effect -> effect.kind() == EffectKind.DATA_LOSS);
  }

  /** What each step names as its undo, backwards, leads where the plan began. */
  private static void assertUndone(Draft draft) {
    List<DraftStep> undo = new ArrayList<>();
    for (DraftStep step : draft.steps()) {
      for (int i = step.undo().size() - 1; i >= 0; i--) {
        undo.add(
            0,
            new DraftStep(
                StepMode.ALONE,
                "undo: " + step.summary(),
                List.of(step.undo().get(i)),
                List.of(),
                step.lockTimeoutMillis(),
                step.statementTimeoutMillis(),
                null,
                List.of()));
      }
    }
    Rehearsed undone =
        SERVER.rehearse(
            new Draft(
                draft.target(),
                draft.postgresMajor(),
                draft.steps(),
                undo,
                draft.before(),
                draft.standing(),
                draft.whole(),
                draft.trash(),
                draft.written()));
    assertThat(undone.rehearsal().detail()).isEmpty();
    assertThat(undone.rehearsal().restores()).isTrue();
  }

  /** With a view, a rule, a policy and a trigger over the books. */
  private static World watched() {
    World world = LIBRARY.copy();
    world.apply(
        "{'type':'sql','up':'CREATE VIEW long_books AS SELECT id, pages FROM books WHERE pages > 500;"
            + " CREATE RULE quiet AS ON DELETE TO books WHERE (old.pages > 9) DO INSTEAD NOTHING;"
            + " CREATE POLICY short ON books USING (pages < 99);"
            + " CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
            + " CREATE TRIGGER touched BEFORE UPDATE OF pages ON books FOR EACH ROW"
            + " WHEN (new.pages > 3) EXECUTE FUNCTION touch()'}");
    return world;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'rename-table','table':'books','to':'volumes'}",
        "{'type':'rename-column','table':'books','column':'pages','to':'length'}",
      })
  void aRename_isFollowedByWhatIsKnownOnlyAsText(String rename) {
    World world = watched();
    Map<ObjectRef, CatalogObject> before = Map.copyOf(world.objects());

    Plan plan = world.apply(rename);

    assertThat(plan.steps()).hasSize(1);
    Rehearsed back = world.rehearse(world.rollBack());
    assertThat(back.rehearsal().detail()).isEmpty();
    assertThat(back.plan().orElseThrow().after())
        .allSatisfy(
            state ->
                assertThat(state.fingerprint())
                    .isEqualTo(
                        Optional.ofNullable(before.get(state.ref()))
                            .map(CatalogObject::fingerprint)));
  }

  @Test
  void aColumnThatAViewUses_staysUntilTheViewIsGone() {
    World world = watched();
    assertThatThrownBy(
            () ->
                world.plan(
                    world.request("{'type':'drop-column','table':'books','column':'pages'}")))
        .isInstanceOfSatisfying(
            Unplannable.class,
            refusal -> assertThat(refusal.finding().message()).contains("long_books"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a view      | {'type':'rename-table','table':'authors','to':'long_books'}",
        "an enum     | {'type':'rename-table','table':'authors','to':'bindings'}",
        "an index or | {'type':'rename-table','table':'authors','to':'idx_books_pages'}",
        "a sequence of | {'type':'create-table','table':'books_id_seq','columns':[{'name':'a','type':'text'}]}",
      })
  void aNameThatAnythingOfTheSchemaHas_isNotGivenToATable(String what, String change) {
    World world = watched();
    assertThatThrownBy(() -> world.plan(world.request(change)))
        .isInstanceOfSatisfying(
            Unplannable.class,
            refusal -> assertThat(refusal.finding().message()).contains(what).contains("already"));
  }

  @Test
  void aTableAsItIs_isNothingToDo_whateverItsPartsAreNamed() {
    World world = LIBRARY.copy();
    world.apply("{'type':'rename-table','table':'books','to':'volumes'}");

    SchemaRequest wish =
        world.request(
            "{'type':'desired-table','table':'volumes','columns':["
                + "{'name':'id','type':'bigserial','primaryKey':true},"
                + "{'name':'author_id','type':'bigint','references':{'table':'authors'}},"
                + "{'name':'binding','type':'public.bindings'},"
                + "{'name':'pages','type':'integer'},"
                + "{'name':'isbn','type':'varchar(20)','unique':true},"
                + "{'name':'title','type':'text'}],"
                + "'checks':[{'expression':'pages > 0'}],"
                + "'indexes':[{'columns':['pages'],'where':'pages > 9'}]}");

    assertThat(world.plan(wish).draft().steps())
        .extracting(DraftStep::statements)
        .containsExactly(List.of("ALTER TABLE \"public\".\"volumes\" ADD COLUMN \"title\" text"));
  }

  @Test
  void aWishedTable_canRenameAColumn_andKeepsItsRows() {
    World world = LIBRARY.copy();

    Rehearsed rehearsed =
        world.rehearse(
            world.request(
                "{'type':'desired-table','table':'books','columns':["
                    + "{'name':'id','type':'bigserial','primaryKey':true},"
                    + "{'name':'author_id','type':'bigint','references':{'table':'authors'}},"
                    + "{'name':'binding','type':'public.bindings'},"
                    + "{'name':'length','type':'integer'},"
                    + "{'name':'isbn','type':'varchar(20)','unique':true}],"
                    + "'renamedColumns':{'pages':'length'},"
                    + "'checks':[{'expression':'length > 0'}],"
                    + "'indexes':[{'columns':['length'],'where':'length > 9'}]}"));

    assertThat(statements(rehearsed.plan().orElseThrow()))
        .isEqualTo("ALTER TABLE \"public\".\"books\" RENAME COLUMN \"pages\" TO \"length\"");
  }

  private static String statements(Plan plan) {
    return String.join("; ", plan.steps().stream().flatMap(s -> s.statements().stream()).toList());
  }
}
