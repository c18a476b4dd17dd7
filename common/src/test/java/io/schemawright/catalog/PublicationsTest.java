package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a published table that is moved to the trash: why a drop is refused while a
 * publication names the table, and only then.
 */
@Tag("every-version")
final class PublicationsTest {
  private static final String TRASH = "schemawright_trash_0123456789ab";

  private final Connection connection;

  PublicationsTest() throws SQLException {
    connection = TestPostgres.freshDatabase();
  }

  @BeforeEach
  void makeATable() throws SQLException {
    TestPostgres.execute(
        connection, List.of("CREATE TABLE public.t (a integer)", "CREATE SCHEMA " + TRASH));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void forTable_isAPartOfIt_becauseItFollowsTheTable() throws SQLException {
    publish("FOR TABLE public.t");
    assertThat(publications()).containsExactly("p");

    move();

    assertThat(published()).isEqualTo(TRASH + ".t");
  }

  @Test
  void forAllTables_isNone_andGoesOnNamingTheTable() throws SQLException {
    publish("FOR ALL TABLES");
    assertThat(publications()).isEmpty();

    move();

    assertThat(published()).isEqualTo(TRASH + ".t");
  }

  @Test
  void forTablesInSchema_isNone_andLetsGoOfTheTable() throws SQLException {
    assumeTrue(connection.getMetaData().getDatabaseMajorVersion() >= 15, "new in 15");
    publish("FOR TABLES IN SCHEMA public");
    assertThat(published()).isEqualTo("public.t");
    assertThat(publications()).isEmpty();

    move();

    assertThat(published()).isEmpty();
  }

  private void publish(String what) throws SQLException {
    TestPostgres.execute(connection, List.of("CREATE PUBLICATION p " + what));
  }

  private void move() throws SQLException {
    TestPostgres.execute(connection, List.of("ALTER TABLE public.t SET SCHEMA " + TRASH));
  }

  private List<String> publications() throws SQLException {
    ObjectRef ref = ObjectRef.table("public", "t");
    TableSchema table =
        SchemaState.of(Introspection.read(connection, List.of(ref)).values())
            .table(ref)
            .orElseThrow();
    return table.others().stream()
        .filter(part -> part.kind() == TablePart.Kind.PUBLICATION)
        .map(TablePart::name)
        .toList();
  }

  /** The tables that the publication has. */
  private String published() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT coalesce(string_agg(schemaname || '.' || tablename, ','), '')"
                    + " FROM pg_publication_tables WHERE pubname = 'p'")) {
      row.next();
      return row.getString(1);
    }
  }
}
