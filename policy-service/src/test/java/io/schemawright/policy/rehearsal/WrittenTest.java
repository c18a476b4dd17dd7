package io.schemawright.policy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Change;
import io.schemawright.change.RunSql;
import io.schemawright.plan.Finding;
import io.schemawright.policy.rule.Rules;
import io.schemawright.request.SchemaRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that a person wrote, judged by what a real PostgreSQL shows them to alter. */
class WrittenTest {
  private static final ScratchServers SERVER = ScratchServers.open(Scratch.settings());
  private static final Rules RULES = Rules.load();
  private static final World SHOP = shop();

  private static World shop() {
    World world = new World(SERVER);
    world.apply(
        """
        {'type':'create-table','table':'customers','columns':[
         {'name':'id','type':'uuid','primaryKey':true,'default':'gen_random_uuid()'},
         {'name':'code','type':'text','unique':true}]}
        """,
        """
        {'type':'create-table','table':'carts','columns':[
         {'name':'id','type':'uuid','primaryKey':true,'default':'gen_random_uuid()'},
         {'name':'note','type':'text'},
         {'name':'pieces','type':'integer','nullable':false},
         {'name':'customer_id','type':'uuid'}],
         'indexes':[{'name':'idx_carts_note','columns':['note']}]}
        """);
    return world;
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX idx_carts_pieces ON carts (pieces DESC) WHERE pieces > 3",
        "DROP INDEX idx_carts_note",
        "ALTER TABLE carts ADD COLUMN weight numeric(10,2) NOT NULL DEFAULT 0",
        "ALTER TABLE carts ADD COLUMN number bigserial",
        "ALTER TABLE carts ALTER COLUMN note SET NOT NULL, ALTER COLUMN pieces SET DEFAULT 1",
        "ALTER TABLE carts ADD CONSTRAINT few CHECK (pieces < 100), DROP COLUMN note",
        "ALTER TABLE carts ADD CONSTRAINT of_customer FOREIGN KEY (customer_id) REFERENCES customers"
            + " ON DELETE CASCADE; CREATE INDEX idx_carts_customer_id ON carts (customer_id)",
        "CREATE TABLE labels (id uuid PRIMARY KEY, cart_id uuid NOT NULL REFERENCES carts,"
            + " name varchar(20) UNIQUE, created_at timestamptz NOT NULL DEFAULT now())",
      })
  void whatDefines_isOfferedAsChanges_thatLeadToTheSame(String sql) {
    World world = SHOP.copy();
    SchemaRequest request = statements(world, sql);
    List<Change> instead = offered(findings(world, request));
    assertThat(instead).as("offered in the place of %s", sql).isNotEmpty();

    World other = SHOP.copy();
    SchemaRequest offered = other.request(instead);

    assertThat(findings(other, offered))
        .extracting(Finding::rule)
        .doesNotContain("hand-written-sql", "does-not-run", "not-rehearsable");
    world.apply(request);
    other.apply(offered);
    assertThat(fingerprints(other)).isEqualTo(fingerprints(world));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE carts SET pieces = 2",
        "CREATE TABLE copies AS SELECT id FROM carts",
        "ALTER TABLE carts ALTER COLUMN pieces TYPE text USING pieces || chr(33)",
        "CREATE VIEW notes AS SELECT note FROM carts",
        "DO $$ BEGIN EXECUTE 'ALTER TABLE carts ADD COLUMN x text'; END $$",
        "ALTER TABLE carts ADD CONSTRAINT few CHECK (pieces < 100) NOT VALID",
      })
  void whatNoChangesLeadTo_isOfferedNothing(String sql) {
    World world = SHOP.copy();

    assertThat(offered(findings(world, statements(world, sql)))).isEmpty();
  }

  @Test
  void whatIsRenamed_isARename() {
    assertThat(
            rules(
                "ALTER TABLE carts RENAME COLUMN note TO remark; ALTER TABLE carts RENAME TO baskets"))
        .contains("breaking-rename")
        .doesNotContain("data-loss");
  }

  @Test
  void statements_getTheFindingsOfOtherChanges() {
    assertThat(rules("ALTER TABLE carts DROP COLUMN note")).contains("data-loss");
    assertThat(rules("ALTER TABLE carts ALTER COLUMN pieces TYPE bigint"))
        .contains("breaking-type-change", "rewrites-table");
    assertThat(rules("ALTER TABLE carts ALTER COLUMN customer_id SET NOT NULL"))
        .contains("column-made-required");
    assertThat(rules("CREATE TABLE \"Cart\" (a varchar(3), b json)"))
        .contains("require-primary-key", "snake-case-names", "text-over-varchar", "json-column")
        .contains("timestamp-columns", "plural-table-name");
    assertThat(rules("ALTER TABLE carts ADD FOREIGN KEY (customer_id) REFERENCES customers"))
        .contains("foreign-key-indexed");
    assertThat(rules("CREATE INDEX by_note ON carts (note)"))
        .contains("index-name-pattern", "redundant-index", "blocks-writes-while-created");
    assertThat(rules("CREATE TABLE schema_requests (id uuid PRIMARY KEY)"))
        .contains("protected-table-created");
  }

  @Test
  void aWayBackThatStopsShort_isToldByWhatItLeaves() {
    World world = SHOP.copy();
    RunSql halfBack =
        new RunSql(
            "ALTER TABLE carts ADD COLUMN weight integer; CREATE INDEX idx_carts_pieces ON carts (pieces)",
            "ALTER TABLE carts DROP COLUMN weight");

    assertThat(findings(world, world.request(List.of(halfBack))))
        .filteredOn(finding -> finding.rule().equals("down-does-not-restore"))
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.message()).contains("drop index", "idx_carts_pieces"));
  }

  private static List<String> rules(String sql) {
    World world = SHOP.copy();
    return findings(world, statements(world, sql)).stream().map(Finding::rule).toList();
  }

  private static SchemaRequest statements(World world, String sql) {
    return world.request(List.of(new RunSql(sql, null)));
  }

  private static List<Finding> findings(World world, SchemaRequest request) {
    return RULES.check(world.proposal(request));
  }

  private static List<Change> offered(List<Finding> findings) {
    List<Finding> written =
        findings.stream().filter(finding -> finding.rule().equals("hand-written-sql")).toList();
    assertThat(written).hasSize(1);
    return written.get(0).instead();
  }

  private static Map<ObjectRef, Object> fingerprints(World world) {
    Map<ObjectRef, Object> fingerprints = new TreeMap<>();
    for (Map.Entry<ObjectRef, CatalogObject> entry : world.objects().entrySet()) {
      fingerprints.put(entry.getKey(), entry.getValue().fingerprint());
    }
    return fingerprints;
  }
}
