package io.schemawright.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresClusterTest {
  @Test
  void durableCluster_syncsWhatItCommits(@TempDir Path directory) throws SQLException {
    try (PostgresCluster cluster =
        PostgresCluster.start(
            PostgresSettings.durable(directory.resolve("data")).withMaxConnections(77))) {
      assertThat(show(cluster, "fsync")).isEqualTo("on");
      assertThat(show(cluster, "synchronous_commit")).isEqualTo("on");
      assertThat(show(cluster, "full_page_writes")).isEqualTo("on");
      assertThat(show(cluster, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(show(cluster, "max_connections")).isEqualTo("77");
    }
  }

  @Test
  void scratchCluster_doesNot(@TempDir Path directory) throws SQLException {
    try (PostgresCluster cluster =
        PostgresCluster.start(PostgresSettings.scratch(directory.resolve("data")))) {
      assertThat(show(cluster, "fsync")).isEqualTo("off");
      assertThat(show(cluster, "synchronous_commit")).isEqualTo("off");
      assertThat(show(cluster, "full_page_writes")).isEqualTo("off");
      assertThat(show(cluster, "max_connections")).isEqualTo("200");
    }
  }

  @Test
  void role_reachesItsOwnDatabaseAndNoOther(@TempDir Path directory) throws SQLException {
    try (PostgresCluster cluster =
        PostgresCluster.start(PostgresSettings.scratch(directory.resolve("data")))) {
      PostgresServer.Database ours = cluster.createDatabaseWithRole("ours", "we", "our word");
      PostgresServer.Database theirs =
          cluster.createDatabaseWithRole("theirs", "they", "it's theirs");

      try (Connection connection = ours.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE notes (id int PRIMARY KEY)");
        assertThatThrownBy(() -> statement.execute("CREATE DATABASE another"))
            .isInstanceOf(SQLException.class);
      }
      try (Connection connection = theirs.connect()) {
        assertThat(connection.isValid(60)).isTrue();
      }
      for (String other : new String[] {"theirs", "postgres", "template1"}) {
        assertSqlState(
            () -> DriverManager.getConnection(cluster.jdbcUrl(other), "we", "our word").close(),
            "42501");
      }
      assertSqlState(
          () -> DriverManager.getConnection(ours.url(), "we", "a guess").close(), "28P01");
      assertSqlState(() -> DriverManager.getConnection(ours.url(), "we", "").close(), "08004");
    }
  }

  @Test
  void createDatabaseWithRole_again_keepsTheDataAndTakesTheNewPassword(@TempDir Path directory)
      throws SQLException {
    try (PostgresCluster cluster =
        PostgresCluster.start(PostgresSettings.scratch(directory.resolve("data")))) {
      PostgresServer.Database before = cluster.createDatabaseWithRole("ours", "we", "old");
      try (Connection connection = before.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE notes AS SELECT 7 AS id");
      }

      PostgresServer.Database after = cluster.createDatabaseWithRole("ours", "we", "new");

      assertThat(one(after, "SELECT id FROM notes")).isEqualTo("7");
      assertSqlState(() -> before.connect().close(), "28P01");
    }
  }

  @Test
  void restart_keepsPortAndData_alsoAfterACrash(@TempDir Path directory) throws SQLException {
    PostgresSettings settings = PostgresSettings.durable(directory.resolve("data"));
    try (PostgresCluster cluster = PostgresCluster.start(settings)) {
      PostgresServer.Database database = cluster.createDatabaseWithRole("ours", "we", "word");
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE notes AS SELECT 7 AS id");
      }

      cluster.stop();
      cluster.start();
      assertThat(one(database, "SELECT id FROM notes")).isEqualTo("7");

      cluster.crash();
      assertThat(FreePorts.isFree(cluster.port())).isTrue();
      cluster.start();
      assertThat(one(database, "SELECT id FROM notes")).isEqualTo("7");
    }
    try (PostgresCluster another = PostgresCluster.start(settings)) {
      assertThatCode(() -> another.server().executeIn("ours", "SELECT id FROM notes"))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void secondCluster_onADirectoryInUse_isRefusedAndHarmsNothing(@TempDir Path directory) {
    PostgresSettings settings = PostgresSettings.scratch(directory.resolve("data"));
    try (PostgresCluster cluster = PostgresCluster.start(settings)) {
      assertThatThrownBy(() -> PostgresCluster.start(settings)).hasMessageContaining("in use");
      assertThatCode(() -> cluster.execute("SELECT 1")).doesNotThrowAnyException();
    }
  }

  @Test
  void start_overAPidFileThatNamesAnotherProcess_leavesThatProcessAlone(@TempDir Path directory)
      throws Exception {
    Path data = directory.resolve("data");
    PostgresSettings settings = PostgresSettings.scratch(data);
    PostgresCluster.start(settings).close();
    Process bystander = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(
          data.resolve("postmaster.pid"),
          bystander.pid() + "\n" + data + "\n1\n5432\n\n127.0.0.1\n0 0\nready\n");

      try (PostgresCluster cluster = PostgresCluster.start(settings)) {
        cluster.execute("SELECT 1");
      }

      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroy();
    }
  }

  @Test
  void start_onATakenPort_saysWhatPostgresSays(@TempDir Path directory) {
    try (PostgresCluster first =
        PostgresCluster.start(PostgresSettings.scratch(directory.resolve("first")))) {
      PostgresSettings clashing =
          PostgresSettings.scratch(directory.resolve("second")).withPort(first.port());
      assertThatThrownBy(() -> PostgresCluster.start(clashing))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Address already in use");
    }
  }

  private static String show(PostgresCluster cluster, String setting) throws SQLException {
    try (Connection connection = cluster.server().connect("postgres")) {
      return one(connection, "SHOW " + setting);
    }
  }

  private static String one(PostgresServer.Database database, String query) throws SQLException {
    try (Connection connection = database.connect()) {
      return one(connection, query);
    }
  }

  private static String one(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void assertSqlState(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String state) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }
}
