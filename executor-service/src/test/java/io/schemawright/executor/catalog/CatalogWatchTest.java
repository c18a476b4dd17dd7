package io.schemawright.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.CatalogObjectRemoved;
import io.schemawright.event.DriftFound;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.TargetDescribed;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import io.schemawright.executor.queue.Claims;
import io.schemawright.executor.target.Target;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogWatchTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String MANY_TABLES =
      "do $$ begin for i in 1..4100 loop"
          + " execute format('create table many_%s (id int)', i); end loop; end $$";
  private final TestExecutor executor = new TestExecutor();
  private final Target orders = executor.targets().find("orders").orElseThrow();

  @BeforeEach
  void twoTables() throws Exception {
    executor.onOrders("create table carts (id int)", "create view all_carts as table carts");
  }

  @AfterEach
  void close() {
    executor.close();
  }

  private long owed() {
    return executor.number("select count(*) from outbox");
  }

  private void sent() {
    Awaitility.await().atMost(LONG).until(() -> owed() == 0);
  }

  @Test
  void firstLook_publishesTheTargetAndAllItsObjects() {
    assertThat(executor.watch().look(orders)).isTrue();

    sent();
    assertThat(executor.published(TargetDescribed.class))
        .singleElement()
        .satisfies(
            described -> {
              assertThat(described.reachable()).isTrue();
              assertThat(described.postgresMajor()).isGreaterThanOrEqualTo(14);
              assertThat(described.extensions()).anyMatch(name -> name.startsWith("plpgsql "));
            });
    assertThat(executor.published(CatalogObjectChanged.class))
        .extracting(changed -> changed.object().ref().key())
        .containsExactlyInAnyOrder("table/public.carts", "view/public.all_carts");
    assertThat(executor.published(CatalogObjectChanged.class))
        .allSatisfy(changed -> assertThat(changed.change()).isNull());
  }

  @Test
  void laterLooks_publishOnlyWhatIsDifferent() throws Exception {
    executor.watch().look(orders);
    executor.watch().look(orders);
    executor.onOrders("alter table carts add column note text", "drop view all_carts");
    executor.watch().look(orders);
    executor.watch().look(orders);

    sent();
    assertThat(executor.published(CatalogObjectChanged.class))
        .extracting(changed -> changed.object().ref().name() + " " + changed.version())
        .containsExactlyInAnyOrder("carts 1", "all_carts 1", "carts 2");
    assertThat(executor.published(CatalogObjectRemoved.class))
        .extracting(removed -> removed.object().name())
        .containsExactly("all_carts");
    assertThat(executor.published(TargetDescribed.class)).hasSize(1);
  }

  @Test
  void aTableThatGetsItsFirstRows_isPublishedAnew_underItsVersionAndItsChange() throws Exception {
    executor.watch().look(orders);
    try (Connection own = executor.own().connect();
        Statement statement = own.createStatement()) {
      statement.execute(
          "update catalog_objects set change = 'req-1' where object = 'table/public.carts'");
    }
    executor.onOrders("insert into carts values (1)");
    executor.watch().look(orders);
    executor.watch().look(orders);

    sent();
    List<CatalogObjectChanged> carts =
        executor
            .published(CatalogObjectChanged.class)
            .filter(changed -> changed.object().ref().name().equals("carts"))
            .toList();
    assertThat(carts)
        .extracting(changed -> changed.version() + " " + changed.change())
        .containsExactly("1 null", "1 req-1");
    assertThat(carts)
        .extracting(changed -> Objects.requireNonNull(changed.statistics()).empty())
        .containsExactly(true, false);
    assertThat(executor.published(DriftFound.class)).isEmpty();
  }

  @Test
  void glance_readsObjectsWhereSomethingWasWrittenOnly() throws Exception {
    CatalogWatch watch = executor.watch();
    AtomicInteger tries = new AtomicInteger();
    // What was written just before is counted late, so more than one glance may read.
    Awaitility.await()
        .atMost(LONG)
        .until(
            () -> {
              watch.look(orders);
              String table = "uncounted_" + tries.incrementAndGet();
              Infrastructure.postgres()
                  .executeIn(
                      executor.ordersDatabase(),
                      "set track_counts = off; create table public." + table + " (id int)");
              watch.glance(orders);
              sent();
              return !isPublished(table);
            });

    executor.onOrders("create table counted (id int)");
    Awaitility.await()
        .atMost(LONG)
        .until(
            () -> {
              watch.glance(orders);
              return isPublished("counted") && isPublished("uncounted_" + tries.get());
            });
  }

  @Test
  void glance_tellsOfTheFirstRowsOfATable() throws Exception {
    CatalogWatch watch = executor.watch();
    watch.look(orders);
    executor.onOrders("insert into carts values (1)");

    Awaitility.await()
        .atMost(LONG)
        .until(
            () -> {
              watch.glance(orders);
              return executor
                  .published(CatalogObjectChanged.class)
                  .filter(changed -> changed.object().ref().name().equals("carts"))
                  .anyMatch(changed -> !Objects.requireNonNull(changed.statistics()).empty());
            });
    assertThat(executor.published(DriftFound.class)).isEmpty();
  }

  private boolean isPublished(String table) {
    return executor
        .published(CatalogObjectChanged.class)
        .anyMatch(changed -> changed.object().ref().name().equals(table));
  }

  @Test
  void changeThatNobodyRequested_isToldWithTheWayThereAndBack() throws Exception {
    executor.watch().look(orders);
    executor.onOrders(
        "alter table carts add column note text",
        "drop view all_carts",
        "create index carts_note on carts (note)",
        "create table lines (id int primary key)");
    executor.watch().look(orders);
    executor.watch().look(orders);

    sent();
    assertThat(executor.published(DriftFound.class)).hasSize(1);
    DriftFound drift = executor.published(DriftFound.class).findFirst().orElseThrow();
    assertThat(drift.objects())
        .extracting(version -> version.object().key() + " " + version.version())
        .containsExactly("table/public.carts 2", "table/public.lines 1", "view/public.all_carts 2");
    assertThat(drift.difference()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(drift.undoLosesData()).isTrue();
    assertThat(executor.count("schemawright.drift.objects")).isEqualTo(3);

    // Back it goes, and there again: the statements are what they say.
    executor.onOrders(drift.undo().toArray(String[]::new));
    executor.watch().look(orders);
    executor.onOrders(drift.adopt().toArray(String[]::new));
    executor.watch().look(orders);
    sent();
    List<DriftFound> all = executor.published(DriftFound.class).toList();
    assertThat(all).hasSize(3);
    assertThat(all.get(1).adopt()).isEqualTo(drift.undo());
    assertThat(all.get(2).adopt()).isEqualTo(drift.adopt());
  }

  /** More than come in one portion, and more than are kept of one look. */
  @Test
  void targetWithVeryManyObjects_isToldInPortions_andDriftWithoutStatements() throws Exception {
    executor.onOrders(MANY_TABLES);
    CatalogWatch watch = watchThatKeepsFew();

    assertThat(watch.look(orders)).isTrue();

    sent();
    assertThat(
            executor
                .published(CatalogObjectChanged.class)
                .map(changed -> changed.object().ref())
                .distinct())
        .hasSize(4102);
    assertThat(executor.published(CatalogObjectChanged.class)).hasSize(4102);
    assertThat(executor.published(DriftFound.class)).isEmpty();

    executor.onOrders("alter table many_4100 add column note text", "drop table many_1");
    watch.look(orders);
    watch.look(orders);

    sent();
    DriftFound drift = executor.published(DriftFound.class).findFirst().orElseThrow();
    assertThat(executor.published(DriftFound.class)).hasSize(1);
    assertThat(drift.objects())
        .extracting(version -> version.object().name() + " " + version.version())
        .containsExactly("many_1 2", "many_4100 2");
    assertThat(drift.adopt()).isEmpty();
    assertThat(drift.remarks())
        .containsExactly("the target has too many objects for statements to be worked out");
  }

  /** What is told until then must not make drift of the rest. */
  @Test
  void firstLookThatBreaksOff_isGoneOnWith_andTheTargetDescribedAtItsEnd() throws Exception {
    executor.onOrders(MANY_TABLES);
    inDatabase("alter table catalog_objects add constraint broken check (object !~ 'many_4100$')");
    assertThatThrownBy(() -> watchThatKeepsFew().look(orders)).hasMessageContaining("broken");

    sent();
    assertThat(executor.published(CatalogObjectChanged.class)).hasSizeBetween(1_000, 4_101);
    assertThat(executor.published(TargetDescribed.class)).isEmpty();

    inDatabase("alter table catalog_objects drop constraint broken");
    assertThat(watchThatKeepsFew().look(orders)).isTrue();

    sent();
    assertThat(executor.published(CatalogObjectChanged.class)).hasSize(4_102);
    assertThat(executor.published(TargetDescribed.class)).hasSize(1);
    assertThat(executor.published(DriftFound.class)).isEmpty();
  }

  private CatalogWatch watchThatKeepsFew() {
    return new CatalogWatch(
        executor.database(), executor.outbox(), executor.codec(), executor.metrics(), 1_000);
  }

  private void inDatabase(String statement) {
    executor.database().inTransaction(handle -> handle.execute(statement));
  }

  @Test
  void changeThatWasRequested_isNoDrift() throws Exception {
    executor.watch().look(orders);
    executor.work("one", 1);
    executor.decide(Decisions.approved("req-1", Plans.create("orders", "lines")));
    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    executor.watch().look(orders);
    executor.onOrders("alter table lines rename column note to remark");
    executor.watch().look(orders);

    sent();
    assertThat(executor.published(DriftFound.class))
        .singleElement()
        .satisfies(
            drift ->
                assertThat(drift.objects())
                    .extracting(version -> version.object().key() + " " + version.version())
                    .containsExactly("table/public.lines 2"));
  }

  @Test
  void objectPublishedBeforeDefinitionsWereKept_isDriftOfWhichLessIsKnown() throws Exception {
    executor.watch().look(orders);
    inDatabase("update catalog_objects set definition = null");
    executor.onOrders("alter table carts add column note text");
    executor.watch().look(orders);

    sent();
    assertThat(executor.published(DriftFound.class))
        .singleElement()
        .satisfies(
            drift -> {
              assertThat(drift.objects()).hasSize(1);
              assertThat(drift.undo()).isEmpty();
              assertThat(drift.remarks())
                  .containsExactly("how table/public.carts was before is not known");
            });
  }

  @Test
  void objectThatComesBack_hasAHigherVersion() throws Exception {
    executor.watch().look(orders);
    executor.onOrders("drop view all_carts");
    executor.watch().look(orders);
    executor.onOrders("create view all_carts as table carts");
    executor.watch().look(orders);

    sent();
    assertThat(executor.published(CatalogObjectChanged.class))
        .extracting(changed -> changed.object().ref().name() + " " + changed.version())
        .contains("all_carts 3");
    assertThat(executor.envelopes().map(envelope -> envelope.id())).doesNotHaveDuplicates();
  }

  @Test
  void objectInHand_isLeftToTheChange() throws Exception {
    executor.decide(Decisions.approved("req-1", Plans.create("orders", "lines")));
    executor
        .database()
        .inTransaction(
            handle -> Claims.claim(handle, "somebody", Duration.ofMinutes(1), List.of(), 1));
    executor.onOrders("create table lines (id int)");

    executor.watch().look(orders);

    sent();
    assertThat(executor.published(CatalogObjectChanged.class))
        .extracting(changed -> changed.object().ref().name())
        .doesNotContain("lines")
        .contains("carts");
  }
}
