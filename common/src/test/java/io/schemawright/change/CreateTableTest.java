package io.schemawright.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.ReferentialAction;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateTableTest {

  private static final String FULL =
      """
      {"type": "create-table", "table": "orders", "comment": "What was ordered",
       "columns": [
         {"name": "id", "type": "BIGINT", "primaryKey": true, "identity": "always"},
         {"name": "customer_id", "type": "uuid", "nullable": false,
          "references": {"table": "customers", "onDelete": "cascade"}},
         {"name": "parent", "type": "int8", "references": {"table": "orders", "column": "id"}},
         {"name": "state", "type": "VARCHAR(20)", "nullable": false, "default": "'new'",
          "unique": true, "comment": "new, paid", "collation": "C"},
         {"name": "number", "type": "serial"},
         {"name": "doubled", "type": "int", "generated": "number * 2"}],
       "uniqueConstraints": [{"columns": ["customer_id", "number"]}],
       "checks": [{"expression": "state <> ''"}, {"expression": "number > parent"}],
       "foreignKeys": [{"name": "fk", "columns": ["number"], "onUpdate": "set-null",
                        "references": {"schema": "other", "table": "numbers", "columns": ["n"]}}],
       "indexes": [
         {"columns": ["customer_id"]},
         {"columns": [{"column": "state", "order": "desc", "nulls": "last"},
                      {"expression": "lower(state)", "operatorClass": "text_pattern_ops"}],
          "where": "state <> 'x'", "include": ["parent"]},
         {"name": "u", "columns": ["number"], "unique": true, "method": "btree"}]}
      """;

  @Test
  void tableSchema_ofEverythingARequestCanSay_isThatTable() throws JsonProcessingException {
    CreateTable change = ChangeJson.read(FULL);
    assertThat(change.problems("$")).isEmpty();
    TableSchema table = change.tableSchema();
    assertThat(table.ref()).isEqualTo(ObjectRef.table("public", "orders"));
    assertThat(table.columns())
        .extracting(Column::name, Column::type, Column::nullable)
        .containsExactly(
            tuple("id", "bigint", false),
            tuple("customer_id", "uuid", false),
            tuple("parent", "bigint", true),
            tuple("state", "character varying(20)", false),
            tuple("number", "integer", false),
            tuple("doubled", "integer", true));
    assertThat(table.primaryKey()).isNotNull();
    assertThat(table.uniqueConstraints())
        .extracting(UniqueConstraint::name)
        .containsExactly("orders_state_key", "orders_customer_id_number_key");
    assertThat(table.checks())
        .extracting(check -> check.name())
        .containsExactly("orders_state_check", "orders_check");
    assertThat(table.foreignKeys())
        .extracting(ForeignKey::name)
        .containsExactly("orders_customer_id_fkey", "orders_parent_fkey", "fk");
    assertThat(table.foreignKeys().get(0).onDelete()).isEqualTo(ReferentialAction.CASCADE);
    assertThat(table.indexes())
        .extracting(Index::name)
        .containsExactly("idx_orders_customer_id", "idx_orders_state_expr", "u");
    assertThat(change.touches()).containsExactly(ObjectRef.table("public", "orders"));
    assertThat(change.refersTo())
        .containsExactlyInAnyOrder(
            ObjectRef.table("public", "customers"), ObjectRef.table("other", "numbers"));
    assertThat(Ddl.createTable(table)).hasSize(6);
  }

  @Test
  void json_writtenAndRead_isTheSame() throws JsonProcessingException {
    CreateTable change = ChangeJson.read(FULL);
    String json = ChangeJson.write(change);
    assertThat(json).startsWith("{\"type\":\"create-table\",\"schema\":\"public\"");
    assertThat((Object) ChangeJson.read(json)).isEqualTo(change);
  }

  @Test
  void json_ofAnUnknownType_failsDecoding() {
    assertThatThrownBy(() -> ChangeJson.read("{\"type\": \"create-tabel\", \"table\": \"x\"}"))
        .isInstanceOf(JsonMappingException.class);
  }

  @Test
  void problems_ofARequestFullOfThem_areAllToldAtOnce() throws JsonProcessingException {
    CreateTable change =
        ChangeJson.read(
            """
            {"type": "create-table", "schema": "pg_x", "table": "", "comment": "a\\u0000b",
             "columns": [
               {"name": "a", "type": "strng", "primaryKey": true, "nullable": true},
               {"name": "a", "type": "int", "primaryKey": true, "default": "1); DROP TABLE x; --"},
               {"name": "ctid", "type": "text", "identity": "always"},
               {"name": "b\\u0001", "type": "bigserial", "default": "1"},
               {"name": "g", "type": "int", "generated": "a /* x */",
                "references": {"schema": "schemawright", "table": "x"}}],
             "uniqueConstraints": [{"columns": []}, {"columns": ["nope", "nope"]}],
             "checks": [{"name": "n", "expression": "a > 'x"}],
             "foreignKeys": [{"name": "n", "columns": ["g"],
                              "references": {"table": "t", "columns": ["a", "b"]}}],
             "indexes": [{"columns": []}, {"columns": ["nope"], "include": ["nope"],
                         "where": "a;b"}]}
            """);
    assertThat(change.problems("$.changes[0]"))
        .extracting(problem -> problem.path().substring("$.changes[0].".length()))
        .containsExactlyInAnyOrder(
            "schema",
            "table",
            "comment",
            "columns[0].type",
            "columns[0].nullable",
            "columns[1].default",
            "columns[1].name",
            "columns[2].name",
            "columns[2].identity",
            "columns[3].name",
            "columns[3]",
            "columns[4].generated",
            "columns[4].references.schema",
            "columns",
            "uniqueConstraints[0].columns",
            "uniqueConstraints[1].columns[0]",
            "uniqueConstraints[1].columns[1]",
            "uniqueConstraints[1].columns[1]",
            "checks[0].expression",
            "foreignKeys[0].references.columns",
            "foreignKeys[0].name",
            "indexes[0].columns",
            "indexes[1].columns[0].column",
            "indexes[1].include[0]",
            "indexes[1].where");
  }

  @Test
  void problems_ofATypeWithoutItsSchema_tellHowToWriteIt() throws JsonProcessingException {
    CreateTable change =
        ChangeJson.read(
            """
            {"type": "create-table", "table": "t",
             "columns": [{"name": "a", "type": "mood"}, {"name": "b", "type": "varchar(0)"}]}
            """);
    assertThat(change.problems("$"))
        .extracting(Problem::message)
        .satisfiesExactly(
            mood -> assertThat(mood).contains("with its schema, as in public.mood"),
            length -> assertThat(length).doesNotContain("public"));
  }

  @Test
  void problems_ofTwoPrimaryKeysOrAKeyTwice_tellSo() throws JsonProcessingException {
    CreateTable change =
        ChangeJson.read(
            """
            {"type": "create-table", "table": "t",
             "columns": [{"name": "a", "type": "int", "primaryKey": true},
                         {"name": "b", "type": "int", "unique": true}],
             "primaryKey": {"columns": ["a", "b"]},
             "uniqueConstraints": [{"columns": ["a", "b"]}, {"columns": ["b"]}]}
            """);
    assertThat(change.problems("$"))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "$.primaryKey", "$.uniqueConstraints[0]", "$.uniqueConstraints[1]");
  }

  @ParameterizedTest
  @CsvSource({
    "select, true",
    "Übergröße, true",
    "with \"quotes\", true",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, true",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, false",
    "表表表表表表表表表表表表表表表表表表表表表, true",
    "表表表表表表表表表表表表表表表表表表表表表x, false"
  })
  void problems_ofANameInBytes_areThoseOfPostgres(String name, boolean fits) {
    CreateTable change =
        new CreateTable(
            "public",
            name,
            null,
            List.of(RequestedColumn.of(name, "text")),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(change.problems("$").isEmpty()).isEqualTo(fits);
  }

  @Test
  void problems_ofARequestWithNothingInIt_areToldToo() throws JsonProcessingException {
    CreateTable change = ChangeJson.read("{\"type\": \"create-table\"}");
    assertThat(change.problems("$"))
        .extracting(Problem::path)
        .containsExactly("$.table", "$.columns");
  }
}
