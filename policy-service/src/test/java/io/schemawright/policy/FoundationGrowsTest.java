package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.AddColumn;
import io.schemawright.change.AddIndex;
import io.schemawright.change.Change;
import io.schemawright.change.RequestedColumn;
import io.schemawright.change.RequestedIndex;
import io.schemawright.change.RunSql;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.TargetDescribed;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Severity;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.rehearsal.Scratch;
import io.schemawright.policy.rehearsal.ScratchServers;
import io.schemawright.policy.rule.Rules;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request needs and does not name in words is taken from the target's catalog. */
@Tag("every-version")
class FoundationGrowsTest {
  private static final ScratchServers SCRATCH = ScratchServers.open(Scratch.settings());
  private static final PostgresServer POSTGRES = Infrastructure.postgres();
  private static final PostgresServer.Database TARGET = target();

  private int requests;

  private static PostgresServer.Database target() {
    PostgresServer.Database database = POSTGRES.freshDatabase("grows");
    POSTGRES.executeIn(
        database.name(),
        "CREATE EXTENSION citext",
        "CREATE TYPE mood AS ENUM ('glad', 'sad')",
        "CREATE SEQUENCE numbers",
        "CREATE TYPE place AS (x integer, y integer)",
        "CREATE DOMAIN word AS text",
        "CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE"
            + " AS 'SELECT 2 * $1'",
        "CREATE TABLE carts (id uuid PRIMARY KEY, how mood)",
        "CREATE TABLE lines (id uuid PRIMARY KEY, cart_id uuid REFERENCES carts)",
        "CREATE VIEW \"Glad Carts\" AS SELECT id FROM carts WHERE how = 'glad'",
        "CREATE TABLE labels (id uuid PRIMARY KEY, n serial, name citext)");
    return database;
  }

  @AfterAll
  static void close() {
    SCRATCH.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ALTER TABLE ca~rts ADD COLUMN x text                                | table/public.carts
          ALTER TABLE lin~es ADD COLUMN x text                                | table/public.lines
          DROP VIEW "Glad ~Carts"                                             | view/public.Glad Carts
          CREATE TABLE one (id bigint PRIMARY KEY DEFAULT nextval(%snum~bers%s)) | table/public.one
          CREATE TABLE two (id uuid PRIMARY KEY, how mo~od)                   | table/public.two
          CREATE TABLE four (id integer PRIMARY KEY CHECK (twi~ce(id) = 4))   | table/public.four
          ALTER TABLE ca~rts ADD x bigint DEFAULT nextval(%snum~bers%s), ADD CHECK (twi~ce(2) = 4) | table/public.carts
          """)
  void whatNobodyCanRead_isFoundInTheCatalog(String hidden, String touched) {
    String statement = hidden.replace("%s", "''");
    String block = "DO $$ BEGIN EXECUTE '%s'; END $$".formatted(statement.replace("~", "' || '"));
    try (Stage stage = stage(List.of())) {
      DecisionMade decision = decided(stage, new RunSql(block, null));

      assertThat(rehearsal(decision).detail()).doesNotContain("SQLSTATE");
      assertThat(decision.verdict()).isInstanceOf(Verdict.Waiting.class);
      Plan plan = Objects.requireNonNull(decision.plan());
      assertThat(plan.objects()).extracting(ObjectRef::key).contains(touched);
    }
  }

  /** What {@code pg_class} holds, and nothing else, is in the way of an index. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          carts_pkey   | table/public.carts
          labels       | table/public.labels
          labels_n_seq | 42P07
          Glad Carts   | view/public.Glad Carts
          numbers      | sequence/public.numbers
          place        | composite-type/public.place
          mood         |
          word         |
          twice        |
          """)
  void anIndex_cannotHaveTheNameOfAnotherRelation(String name, @Nullable String taken) {
    assertThat(sqlStateOf("CREATE INDEX \"%s\" ON lines (cart_id)".formatted(name)))
        .isEqualTo(taken == null ? "00000" : "42P07");
    RequestedIndex index =
        new RequestedIndex(name, List.of(IndexKey.of("cart_id")), false, null, List.of(), null);
    try (Stage stage = stage(List.of("citext " + installed("citext")))) {
      DecisionMade decision = decided(stage, new AddIndex("public", "lines", index));

      if (taken == null) {
        assertThat(rehearsal(decision).outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
      } else {
        assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
        assertThat(decision.findings())
            .filteredOn(finding -> finding.severity() == Severity.ERROR)
            .singleElement()
            .satisfies(finding -> assertThat(finding.message()).contains(taken, name));
      }
    }
  }

  /** On the target, which stays as it is. */
  private static String sqlStateOf(String statement) {
    try (Connection connection = POSTGRES.connect(TARGET.name());
        Statement once = connection.createStatement()) {
      connection.setAutoCommit(false);
      once.execute(statement);
      connection.rollback();
      return "00000";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  @Test
  void whatTheTargetLacksAsWell_isRefused() {
    try (Stage stage = stage(List.of())) {
      DecisionMade decision =
          decided(
              stage, new RunSql("DO $$ BEGIN EXECUTE 'DROP TABLE now' || 'here'; END $$", null));

      assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
      assertThat(decision.findings())
          .anySatisfy(finding -> assertThat(finding.message()).contains("nowhere", "42P01"));
    }
  }

  @Test
  void anExtensionOfTheTarget_isThereInTheRehearsal_andNotInTheNext() {
    try (Stage stage = stage(List.of("plpgsql 1.0", "citext " + installed("citext")))) {
      assertThat(rehearsal(decided(stage, note())).outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
      assertThat(decided(stage, new RunSql("CREATE TABLE names (name citext)", null)).verdict())
          .as("a table without primary key is rejected, but it ran")
          .isInstanceOf(Verdict.Rejected.class);
    }
    try (Stage stage = stage(List.of())) {
      DecisionMade decision =
          decided(stage, new RunSql("CREATE TABLE names (id uuid PRIMARY KEY, n citext)", null));

      assertThat(decision.findings())
          .anySatisfy(finding -> assertThat(finding.message()).contains("citext", "42704"));
    }
  }

  @Test
  void anExtensionInASchemaOfItsOwn_isFoundThere_andWhatStandsBesideItAsWell() {
    String citext = "citext %s in Zusätze".formatted(installed("citext"));
    try (Stage stage = stage(List.of("plpgsql 1.0", citext))) {
      DecisionMade decision =
          decided(
              stage,
              new RunSql(
                  "CREATE TABLE names (id uuid PRIMARY KEY, n \"Zusätze\".citext);"
                      + " CREATE TABLE \"Zusätze\".more (id uuid PRIMARY KEY)",
                  null));

      assertThat(rehearsal(decision).outcome())
          .as(rehearsal(decision).detail())
          .isEqualTo(Rehearsal.Outcome.PASSED);
    }
    try (Stage stage = stage(List.of("citext 99.9 in Zusätze"))) {
      DecisionMade decision =
          decided(stage, new RunSql("CREATE TABLE n (n \"Zusätze\".citext)", null));

      assertThat(rehearsal(decision).outcome()).isEqualTo(Rehearsal.Outcome.NOT_REHEARSABLE);
      assertThat(rehearsal(decision).detail()).contains("citext 99.9 in Zusätze");
    }
  }

  @Test
  void anExtensionThatTheScratchServerLacks_makesWhatUsesItNotRehearsable_andNothingElse() {
    try (Stage stage = stage(List.of("citext 99.9"))) {
      DecisionMade decision = decided(stage, note());

      assertThat(decision.verdict()).isInstanceOf(Verdict.Waiting.class);
      assertThat(rehearsal(decision).outcome()).isEqualTo(Rehearsal.Outcome.NOT_REHEARSABLE);
      assertThat(decision.findings())
          .filteredOn(finding -> finding.rule().equals("not-rehearsable"))
          .singleElement()
          .satisfies(finding -> assertThat(finding.message()).contains("citext 99.9"));
      assertThat(
              rehearsal(decided(stage, new RunSql("ALTER TABLE carts ADD COLUMN x text", null)))
                  .outcome())
          .isEqualTo(Rehearsal.Outcome.PASSED);
    }
  }

  private static Rehearsal rehearsal(DecisionMade decision) {
    return Objects.requireNonNull(decision.rehearsal(), "not rehearsed");
  }

  private static Change note() {
    return new AddColumn("public", "labels", RequestedColumn.of("note", "text"));
  }

  private DecisionMade decided(Stage stage, Change change) {
    stage.send(Asked.accepted("grows-" + ++requests, Stage.REVIEWED, 1, false, change));
    return stage.decision();
  }

  private static Stage stage(List<String> extensions) {
    Stage stage = new Stage(SCRATCH, Rules.load());
    stage.send(
        new TargetDescribed(
            Stage.REVIEWED, "development", Scratch.major(), "as it is", extensions, true, ""));
    try (Connection connection = POSTGRES.connect(TARGET.name())) {
      for (CatalogObject object :
          Introspection.readSchemas(connection, List.of("public")).values()) {
        stage.send(new CatalogObjectChanged(Stage.REVIEWED, object, 1, null, null));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the target cannot be read", e);
    }
    return stage;
  }

  private static String installed(String extension) {
    try (Connection connection = POSTGRES.connect(TARGET.name());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT extversion FROM pg_extension WHERE extname = '" + extension + "'")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the target cannot be read", e);
    }
  }
}
