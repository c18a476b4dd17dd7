package io.schemawright.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.event.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of change makes of the objects that are there. */
final class WorkTest {
  private static final Path EXAMPLES = Path.of("..", "examples", "changes");
  private static final ObjectRef BOOKS = ObjectRef.table("public", "books");

  private static Change change(String json) {
    try {
      return Json.mapper().readValue(json.replace('\'', '"'), Change.class);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static SchemaState after(Change change, SchemaState before) {
    assertThat(change.problems("$")).isEmpty();
    return change
        .work(before)
        .fold(
            Work.Transition::after,
            statements -> before,
            backfill -> before,
            back -> before,
            purge -> before);
  }

  /** An enum, authors and books that have one. */
  private static SchemaState library() {
    SchemaState state = SchemaState.empty();
    for (String json :
        List.of(
            "{'type':'create-enum','enum':'bindings','values':['paperback','hardcover']}",
            "{'type':'create-table','table':'authors','columns':["
                + "{'name':'id','type':'bigint','primaryKey':true},{'name':'name','type':'text'}]}",
            "{'type':'create-table','table':'books','columns':["
                + "{'name':'id','type':'bigint','identity':'always','primaryKey':true},"
                + "{'name':'author_id','type':'bigint','nullable':false,"
                + "'references':{'table':'authors','column':'id'}},"
                + "{'name':'binding','type':'public.bindings'},{'name':'pages','type':'integer'},"
                + "{'name':'isbn','type':'text','unique':true}],"
                + "'checks':[{'name':'pages_check','expression':'pages > 0'}],"
                + "'indexes':[{'name':'idx_pages','columns':['pages','isbn'],'where':'pages > 9'}]}")) {
      state = after(change(json), state);
    }
    return state;
  }

  private static TableSchema books(String json) {
    return after(change(json), library()).table(BOOKS).orElseThrow();
  }

  @Test
  void everyExample_holdsChangesWithoutProblems_andEveryKindOccurs() throws IOException {
    Set<String> seen = new TreeSet<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.sorted().toList()) {
        for (JsonNode node : Json.mapper().readTree(Files.readString(file)).path("changes")) {
          Change change = Json.mapper().treeToValue(node, Change.class);
          assertThat(change.problems("$")).as("%s", file).isEmpty();
          seen.add(change.type());
        }
      }
    }
    assertThat(seen)
        .containsExactlyElementsOf(
            ChangeKinds.load().all().stream().map(ChangeKind::type).toList());
  }

  @Test
  void addColumn_comesLast_withItsKeys() {
    TableSchema table =
        books(
            "{'type':'add-column','table':'books','column':{'name':'editor_id','type':'bigint',"
                + "'unique':true,'references':{'table':'authors'}}}");

    assertThat(table.columns()).extracting("name").endsWith("editor_id");
    assertThat(table.uniqueConstraints()).extracting("name").contains("books_editor_id_key");
    assertThat(table.foreignKeys())
        .anySatisfy(
            key -> {
              assertThat(key.columns()).containsExactly("editor_id");
              assertThat(key.referencedColumns()).containsExactly("id");
            });
  }

  @Test
  void dropColumn_takesAlongWhatUsesIt_andNothingElse() {
    TableSchema table = books("{'type':'drop-column','table':'books','column':'pages'}");

    assertThat(table.checks()).isEmpty();
    assertThat(table.indexes()).isEmpty();
    assertThat(table.uniqueConstraints()).hasSize(1);
    assertThat(table.column("pages")).isEmpty();
  }

  @Test
  void renameColumn_isFollowedByAllThatNamesIt() {
    Change rename =
        change("{'type':'rename-column','table':'books','column':'pages','to':'length'}");
    TableSchema table = after(rename, library()).table(BOOKS).orElseThrow();

    assertThat(table.checks().get(0).expression()).contains("length").doesNotContain("pages");
    assertThat(table.indexes().get(0).keys().get(0).column()).isEqualTo("length");
    assertThat(table.indexes().get(0).predicate()).contains("length");
  }

  @Test
  void renameTable_isFollowedByTheKeysOfOthers() {
    SchemaState state =
        after(change("{'type':'rename-table','table':'authors','to':'writers'}"), library());

    assertThat(state.table(ObjectRef.table("public", "authors"))).isEmpty();
    assertThat(state.table(BOOKS).orElseThrow().foreignKeys().get(0).references())
        .isEqualTo(ObjectRef.table("public", "writers"));
  }

  @Test
  void addEnumValue_standsWhereItWasAskedFor() {
    SchemaState state =
        after(
            change(
                "{'type':'add-enum-value','enum':'bindings','value':'audio','before':'hardcover'}"),
            library());

    assertThat(state.find(new ObjectRef(ObjectKind.ENUM, "public", "bindings")))
        .contains(new EnumType(List.of("paperback", "audio", "hardcover"), null));
  }

  @Test
  void addPrimaryKey_forbidsNullsInItsColumns() {
    SchemaState state =
        after(
            change(
                "{'type':'create-table','table':'loans','columns':[{'name':'n','type':'bigint'}]}"),
            SchemaState.empty());

    TableSchema table =
        after(change("{'type':'add-primary-key','table':'loans','key':{'columns':['n']}}"), state)
            .table(ObjectRef.table("public", "loans"))
            .orElseThrow();

    assertThat(table.primaryKey()).isNotNull();
    assertThat(table.column("n").orElseThrow().nullable()).isFalse();
  }

  @Test
  void desiredTable_ofOneThatIsThere_isComparedAsPostgresqlPrintsIt() {
    Work work =
        change(
                "{'type':'desired-table','table':'authors','columns':["
                    + "{'name':'id','type':'bigint','primaryKey':true}]}")
            .work(library());

    assertThat(work).isInstanceOf(Work.Transition.class);
    assertThat(((Work.Transition) work).spelled()).isTrue();
    assertThat(
            ((Work.Transition) work)
                .after()
                .table(ObjectRef.table("public", "authors"))
                .orElseThrow()
                .columns())
        .hasSize(1);
  }

  @Test
  void backfill_goesByAKeyThatItDoesNotSet() {
    Work work =
        change("{'type':'backfill','table':'books','set':{'pages':'1'},'where':'pages IS NULL'}")
            .work(library());

    assertThat(work)
        .isEqualTo(new Work.Backfill(BOOKS, List.of("id"), "\"pages\" = (1)", "pages IS NULL"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.table              | no table public.bocks; did you mean 'books' | {'type':'drop-table','table':'bocks'}",
        "$.column             | no column 'page'; did you mean 'pages'      | {'type':'drop-column','table':'books','column':'page'}",
        "$.column             | public.books refers to the column 'id'      | {'type':'drop-column','table':'authors','column':'id'}",
        "$.column.name        | has a column 'pages' already                | {'type':'add-column','table':'books','column':{'name':'pages','type':'text'}}",
        "$.column.type        | no type                                     | {'type':'add-column','table':'books','column':{'name':'x','type':'public.bindigs'}}",
        "$.to                 | column 'isbn' already                       | {'type':'rename-column','table':'books','column':'pages','to':'isbn'}",
        "$.to                 | a table public.authors already              | {'type':'rename-table','table':'books','to':'authors'}",
        "$.column             | never null                                  | {'type':'set-column-nullable','table':'books','column':'id','nullable':true}",
        "$.column             | its own sequence                            | {'type':'set-column-default','table':'books','column':'id','default':'1'}",
        "$.value              | has the value 'paperback' already           | {'type':'add-enum-value','enum':'bindings','value':'paperback'}",
        "$.after              | no value 'papperback'; did you mean         | {'type':'add-enum-value','enum':'bindings','value':'audio','after':'papperback'}",
        "$.enum               | an enum public.bindings already             | {'type':'create-enum','enum':'bindings','values':['a']}",
        "$.index.columns[0].column   | no column 'page'                            | {'type':'add-index','table':'books','index':{'columns':['page']}}",
        "$.index.name         | 'idx_pages' already                         | {'type':'add-index','table':'books','index':{'name':'idx_pages','columns':['pages']}}",
        "$.index              | belongs to the constraint                   | {'type':'drop-index','table':'books','index':'books_pkey'}",
        "$.index              | no index 'idx_page'; did you mean           | {'type':'rename-index','table':'books','index':'idx_page','to':'b'}",
        "$.key                | has a primary key already                   | {'type':'add-primary-key','table':'books','key':{'columns':['isbn']}}",
        "$.constraint         | no constraint 'page_check'                  | {'type':'drop-constraint','table':'books','constraint':'page_check'}",
        "$.constraint         | no constraint 'nothing'                     | {'type':'validate-constraint','table':'books','constraint':'nothing'}",
        "$.to                 | 'books_pkey' already                        | {'type':'rename-constraint','table':'books','constraint':'pages_check','to':'books_pkey'}",
        "$.constraint.references.table | no table public.writers            | {'type':'add-foreign-key','table':'books','constraint':{'columns':['pages'],'references':{'table':'writers'}}}",
        "$.constraint.columns[0] | no column 'nothing'                      | {'type':'add-unique-constraint','table':'books','constraint':{'columns':['nothing']}}",
        "$.set.page           | no column 'page'                            | {'type':'backfill','table':'books','set':{'page':'1'}}"
      })
  void work_thatDoesNotFit_saysWhereAndWhy(String path, String message, String json) {
    assertThatThrownBy(() -> change(json).work(library()))
        .isInstanceOfSatisfying(
            DoesNotFit.class,
            refused -> assertThat(refused.path("$")).as("%s", refused.getMessage()).isEqualTo(path))
        .hasMessageContaining(message);
  }

  @Test
  void createTable_leavesToOthersTheNamesThatTheyHave() {
    String notes =
        "{'type':'create-table','table':'notes','columns':["
            + "{'name':'id','type':'bigint','primaryKey':true},"
            + "{'name':'a','type':'text','unique':true}],'indexes':[{'columns':['a']}]}";
    SchemaState renamed =
        after(
            change("{'type':'rename-table','table':'notes','to':'old'}"),
            after(change(notes), library()));

    TableSchema anew =
        after(change(notes), renamed).table(ObjectRef.table("public", "notes")).orElseThrow();

    assertThat(anew.relationNames())
        .containsExactly("idx_notes_a_1", "notes", "notes_a_key1", "notes_pkey1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "notes notes_pkey notes_a_key notes_id_seq idx_notes_a | {'type':'create-table','table':'notes','columns':[{'name':'id','type':'bigint','identity':'always','primaryKey':true},{'name':'a','type':'text','unique':true}],'checks':[{'name':'c','expression':'id > 0'}],'indexes':[{'columns':['a']}]}",
        "notes notes_n_excl   | {'type':'create-table','table':'notes','columns':[{'name':'n','type':'integer'}],'exclusions':[{'elements':[{'column':'n','operator':'='}]}]}",
        "notes                | {'type':'desired-table','table':'notes','columns':[{'name':'a','type':'text'}]}",
        "p                    | {'type':'create-partition','table':'p','of':{'table':'books'},'values':{'default':true}}",
        "idx_books_pages      | {'type':'add-index','table':'books','index':{'columns':['pages']}}",
        "books_editor_key     | {'type':'add-column','table':'books','column':{'name':'editor','type':'text','unique':true}}",
        "books_nr_seq         | {'type':'add-column','table':'books','column':{'name':'nr','type':'serial'}}",
        "''                   | {'type':'add-column','table':'books','column':{'name':'editor','type':'text'}}",
        "books_pages_key      | {'type':'add-unique-constraint','table':'books','constraint':{'columns':['pages']}}",
        "books_pages_excl     | {'type':'add-exclusion-constraint','table':'books','constraint':{'elements':[{'column':'pages','operator':'='}]}}",
        "k                    | {'type':'add-primary-key','table':'books','key':{'name':'k','columns':['isbn']}}",
        "b                    | {'type':'rename-index','table':'books','index':'idx_pages','to':'b'}",
        "b                    | {'type':'rename-constraint','table':'books','constraint':'books_pkey','to':'b'}",
        "tomes                | {'type':'rename-table','table':'books','to':'tomes'}",
        "''                   | {'type':'drop-index','table':'books','index':'idx_pages'}"
      })
  void relationNames_areThoseOfTablesIndexesAndSequences(String names, String json) {
    assertThat(change(json).relationNames())
        .extracting(RelationName::name)
        .containsExactlyInAnyOrder(names.isEmpty() ? new String[0] : names.split(" "));
    assertThat(change(json).relationNames())
        .extracting(RelationName::schema)
        .containsOnly(names.isEmpty() ? new String[0] : new String[] {"public"});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.dataType  | only a new column can get    | {'type':'set-column-type','table':'books','column':'id','dataType':'bigserial'}",
        "$.up        | begins or ends a transaction | {'type':'sql','up':'COMMIT; DROP TABLE books'}",
        "$.up        | who runs what follows        | {'type':'sql','up':'SET ROLE postgres'}",
        "$.up        | COPY                         | {'type':'sql','up':'COPY books TO PROGRAM $$id$$'}",
        "$.up        | the whole server             | {'type':'sql','up':'ALTER SYSTEM SET fsync = off'}",
        "$.up        | no statement                 | {'type':'sql','up':'-- nothing'}",
        "$.up        | does not end                 | {'type':'sql','up':'SELECT (1'}",
        "$.down      | does not end                 | {'type':'sql','up':'SELECT 1','down':'DO $$ BEGIN'}",
        "$.up        | psql                         | {'type':'sql','up':'\\\\connect other'}",
        "$.set       | no column is set             | {'type':'backfill','table':'books','set':{}}",
        "$.request   | no request                   | {'type':'roll-back','request':' '}",
        "$.to        | cannot be a name             | {'type':'rename-table','table':'books','to':''}",
        "$.values    | no values                    | {'type':'create-enum','enum':'e','values':[]}",
        "$.values[1] | twice                        | {'type':'create-enum','enum':'e','values':['a','a']}",
        "$.column.primaryKey | then the key         | {'type':'add-column','table':'books','column':{'name':'x','type':'text','primaryKey':true}}",
        "$.constraint.expression | not one SQL expression | {'type':'add-check-constraint','table':'books','constraint':{'expression':'1) OR (1'}}",
        "$.constraint.elements[0].operator | no operator | {'type':'add-exclusion-constraint','table':'books','constraint':{'elements':[{'column':'isbn','operator':'; DROP'}]}}"
      })
  void problems_ofWhatNoTableCouldMakeRight_areSaidAtOnce(
      String path, String message, String json) {
    assertThat(change(json).problems("$"))
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.message()).contains(message);
            });
  }
}
