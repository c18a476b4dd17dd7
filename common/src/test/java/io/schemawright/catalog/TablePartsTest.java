package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.TablePart.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What of a table has no record of its own: the SQL that makes it, and the SQL that takes it away.
 */
@Tag("every-version")
final class TablePartsTest {
  private static final ObjectRef TABLE = ObjectRef.table("public", "t");

  private final Connection connection;
  private final int version;

  TablePartsTest() throws SQLException {
    connection = TestPostgres.freshDatabase();
    version = connection.getMetaData().getDatabaseMajorVersion();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void read_ofWhatTheRecordsCannotSay_keepsItAsSqlThatMakesIt() throws SQLException {
    execute(
        "CREATE TABLE t (a integer, b int4range, c text, EXCLUDE USING gist (b WITH &&))",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()",
        "ALTER TABLE t DISABLE TRIGGER g",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY p ON t FOR SELECT TO PUBLIC USING (a > 0)",
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING",
        "CREATE STATISTICS st ON a, c FROM t",
        "ALTER TABLE t SET (fillfactor = 70)",
        "ALTER TABLE t ALTER COLUMN c SET STATISTICS 7",
        "ALTER TABLE t ALTER COLUMN c SET STORAGE EXTERNAL",
        "ALTER TABLE t REPLICA IDENTITY FULL",
        "CREATE INDEX i ON t (a) WITH (fillfactor = 60)",
        "COMMENT ON INDEX i IS 'it''s \\ one'",
        "ALTER TABLE t CLUSTER ON i");
    TableSchema table = table();
    assertThat(table.others())
        .extracting(TablePart::kind)
        .contains(Kind.TRIGGER, Kind.POLICY, Kind.RULE, Kind.STATISTICS, Kind.COMMENT);
    assertThat(table.others()).filteredOn(part -> part.kind() == Kind.SETTING).hasSize(8);
    execute("DROP TABLE t");
    TestPostgres.execute(connection, Ddl.createTable(table));
    assertThat(table()).isEqualTo(table);
  }

  @Test
  void removals_takeEveryPartAway() throws SQLException {
    execute(
        "CREATE TABLE t (a integer NOT NULL, b int4range, c text)",
        "CREATE TABLE u (a integer PRIMARY KEY)",
        "CREATE UNIQUE INDEX k ON t (a)",
        "CREATE INDEX i ON t (b) WITH (fillfactor = 60)");
    if (version >= 15) {
      execute("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u ON DELETE SET NULL (a)");
    }
    if (version >= 18) {
      execute("ALTER TABLE t ADD CONSTRAINT c NOT NULL c NOT VALID");
    }
    execute("CREATE PUBLICATION \"P\" FOR TABLE t", "CREATE PUBLICATION everything FOR ALL TABLES");
    execute(
        "CREATE INDEX o ON t ((c || 'x') COLLATE \"C\")",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()",
        "COMMENT ON TRIGGER g ON t IS 'its comment'",
        "ALTER TABLE t ENABLE ALWAYS TRIGGER g",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE t FORCE ROW LEVEL SECURITY",
        "CREATE POLICY p ON t FOR SELECT TO PUBLIC USING (a > 0)",
        "COMMENT ON POLICY p ON t IS 'its comment'",
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING",
        "ALTER TABLE t DISABLE RULE r",
        "CREATE STATISTICS st ON a, c FROM t",
        "ALTER STATISTICS st SET STATISTICS 3",
        "COMMENT ON STATISTICS st IS 'its comment'",
        "ALTER TABLE t SET (fillfactor = 70, autovacuum_enabled = off)",
        "ALTER TABLE t SET (toast.autovacuum_enabled = off)",
        "ALTER TABLE t ALTER COLUMN c SET STATISTICS 7",
        "ALTER TABLE t ALTER COLUMN c SET STORAGE EXTERNAL",
        "ALTER TABLE t ALTER COLUMN c SET COMPRESSION pglz",
        "ALTER TABLE t ALTER COLUMN a SET (n_distinct = 5)",
        "ALTER TABLE t REPLICA IDENTITY USING INDEX k",
        "COMMENT ON INDEX i IS 'it''s \\ one'",
        "ALTER TABLE t CLUSTER ON i");
    TableSchema table = table();
    assertThat(table.others()).hasSizeGreaterThan(20);
    assertThat(table.others())
        .filteredOn(part -> part.kind() == Kind.PUBLICATION)
        .extracting(TablePart::name)
        .containsExactly("P");
    for (int i = table.others().size() - 1; i >= 0; i--) {
      TablePart part = table.others().get(i);
      execute(Objects.requireNonNull(part.removal(), part::definition));
      assertThat(table().others()).as("%s", part.removal()).doesNotContain(part);
      if (part.kind() == Kind.COMMENT || part.kind() == Kind.SETTING) {
        execute(part.definition());
        assertThat(table().others()).contains(part);
        execute(part.removal());
      }
    }
    assertThat(table().others()).isEmpty();
  }

  private TableSchema table() throws SQLException {
    return (TableSchema) TestPostgres.read(connection, TABLE).definition();
  }

  private void execute(String... statements) throws SQLException {
    TestPostgres.execute(connection, statements);
  }
}
