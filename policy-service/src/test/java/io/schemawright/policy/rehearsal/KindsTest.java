package io.schemawright.policy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.plan.Plan;
import io.schemawright.plan.Rehearsal;
import io.schemawright.policy.plan.DraftStep;
import io.schemawright.request.SchemaRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kinds of change say in full, planned and rehearsed up and down on a real PostgreSQL. */
class KindsTest {
  private static final ScratchServer SERVER = ScratchServer.open(Scratch.settings());
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
        "DETACH PARTITION   | {'type':'drop-table','table':'visits_old'}",
        "DROP CONSTRAINT    | {'type':'drop-table','table':'books'}",
      })
  void aKind_isRehearsed_andItsWayBackToo(String statement, String change) {
    World world = LIBRARY.copy();
    Rehearsed rehearsed = world.rehearse(world.request(change));

    assertThat(rehearsed.rehearsal().detail()).isEmpty();
    assertThat(rehearsed.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
    assertThat(rehearsed.rehearsal().restores()).isTrue();
    assertThat(statements(rehearsed.plan().orElseThrow())).contains(statement);
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
