package io.schemawright.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.executor.TestExecutor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What PostgreSQL counts of its catalogs, which it does some time after a commit. */
@Tag("every-version")
class CatalogWritesTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  private Optional<String> read() throws SQLException {
    try (Connection connection = executor.targets().find("orders").orElseThrow().connect()) {
      return CatalogWrites.read(connection);
    }
  }

  private void counts(String statement) throws SQLException {
    Optional<String> before = read();
    executor.onOrders(statement);
    await(statement).atMost(LONG).until(() -> !read().equals(before));
  }

  @Test
  void whatAltersAnObject_isCounted() throws Exception {
    for (String statement :
        List.of(
            "create table carts (id int, note text default 'none', total int check (total > 0))",
            "create index carts_note on carts (note)",
            "comment on table carts is 'what is bought'",
            "comment on table carts is null",
            "alter table carts alter note drop default",
            "alter table carts alter id set statistics 200",
            "alter table carts rename note to remark",
            "alter table carts drop constraint carts_total_check",
            "alter table carts add primary key (id)",
            "alter table carts set (fillfactor = 80)",
            "create policy own on carts using (true)",
            "alter table carts enable row level security",
            "drop policy own on carts",
            "drop index carts_note",
            "create type mood as enum ('glad')",
            "alter type mood add value 'sad'",
            "alter type mood rename to moods",
            "create sequence numbers",
            "alter sequence numbers increment 2",
            "create view all_carts as table carts",
            "create or replace view all_carts as select * from carts where id > 0",
            "create function one() returns int language sql as 'select 1'",
            "create or replace function one() returns int language sql as 'select 2'",
            "create domain positive as int check (value > 0)",
            "alter domain positive drop constraint positive_check",
            "drop view all_carts",
            "drop table carts")) {
      counts(statement);
    }
  }

  /** Rows, and what PostgreSQL notes of itself: a target that is only used is not read again. */
  @Test
  void whatAltersNoObject_isNotCounted() throws Exception {
    counts("create table carts (id int)");
    // What made the table may still be counted in the first rounds.
    await().atMost(LONG).until(this::countStandsWhileTheTableIsUsed);
  }

  private boolean countStandsWhileTheTableIsUsed() throws SQLException {
    String gone = "select pg_stat_get_tuples_deleted('carts'::regclass)";
    Optional<String> before = read();
    long deleted = executor.numberOnOrders(gone) + 500;
    executor.onOrders(
        "insert into carts select generate_series(1, 1000)",
        "analyze carts",
        "delete from carts where id <= 500",
        "select lo_create(0)");
    await().atMost(LONG).until(() -> executor.numberOnOrders(gone) >= deleted);
    return read().equals(before);
  }

  @Test
  void whereNobodyCounts_nothingIsKnown() throws Exception {
    try (Connection superuser = Infrastructure.postgres().connect(executor.ordersDatabase());
        Statement statement = superuser.createStatement()) {
      statement.execute("set track_counts = off");
      assertThat(CatalogWrites.read(superuser)).isEmpty();
    }
  }
}
