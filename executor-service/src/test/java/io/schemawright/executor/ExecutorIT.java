package io.schemawright.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.TargetDescribed;
import io.schemawright.executor.audit.AuditLink;
import io.schemawright.executor.audit.PublishedLinks;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.messaging.Topic;
import io.schemawright.request.RequestId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The executor as real processes that are killed at the worst moment. */
class ExecutorIT {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final PostgresServer.Database own = Infrastructure.postgres().freshDatabase("executor");
  private final PostgresServer.Database target = Infrastructure.postgres().freshDatabase("shop");
  private final Broker broker = new Broker();
  private final String name = target.name();

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void killedAfterTheTargetsCommitAndBeforeItsOwn_isReportedOnceByTheNextProcess()
      throws Exception {
    try (ExecutorProcess first = start();
        Connection blocker = own.connect()) {
      tablesAreThere();
      block(blocker);
      broker.publish(Decisions.approved("req-1", Plans.create(name, "carts")));
      await()
          .atMost(LONG)
          .ignoreExceptions() // The ledger itself may not be there yet.
          .until(() -> number(target, "select count(*) from schemawright.ledger") == 1);
      assertThat(
              number(
                  own, "select count(*) from executions" + ofTarget() + " and state = 'running'"))
          .isEqualTo(1);
      first.kill();
    }

    try (ExecutorProcess second = start()) {
      await().atMost(LONG).until(() -> succeeded() == 1);
      await().atMost(LONG).until(() -> number(own, "select count(*) from outbox") == 0);
      second.kill();
    }

    assertThat(number(target, "select count(*) from pg_class where relname = 'carts'"))
        .isEqualTo(1);
    assertThat(number(target, "select count(*) from schemawright.ledger")).isEqualTo(1);
    assertThat(number(own, "select count(*) from schema_changes_audit" + ofTarget())).isEqualTo(1);
    assertThat(successIds()).hasSize(1);
    assertThat(
            broker.read(Topic.CATALOG, name).stream()
                .map(envelope -> (CatalogObjectChanged) envelope.event())
                .distinct()
                .toList())
        .singleElement()
        .satisfies(changed -> assertThat(changed.change()).isEqualTo(new RequestId("req-1")));
    assertThat(broker.read(Topic.TARGETS, name))
        .first()
        .satisfies(
            envelope -> assertThat(((TargetDescribed) envelope.event()).reachable()).isTrue());
  }

  @Test
  void twoProcessesOneKilled_applyEachPlanOnce() throws Exception {
    int plans = 20;
    try (ExecutorProcess one = start();
        ExecutorProcess two = start()) {
      try (Connection blocker = own.connect()) {
        tablesAreThere();
        block(blocker);
        for (int i = 0; i < plans; i++) {
          broker.publish(Decisions.approved("req-" + i, Plans.create(name, "table_" + i)));
        }
        // Workers of both have committed on the target and cannot say so.
        await()
            .atMost(LONG)
            .ignoreExceptions()
            .until(
                () ->
                    number(own, "select count(distinct owner) from executions") == 2
                        && number(own, "select count(*) from executions" + ofTarget()) == plans
                        && number(target, "select count(*) from schemawright.ledger") > 4);
        one.kill();
      }
      await().atMost(LONG).until(() -> succeeded() == plans);
      await().atMost(LONG).until(() -> number(own, "select count(*) from outbox") == 0);
      two.kill();
    }

    assertThat(number(target, "select count(*) from schemawright.ledger")).isEqualTo(plans);
    assertThat(number(target, "select count(*) from pg_class where relname ~ '^table_[0-9]+$'"))
        .isEqualTo(plans);
    assertThat(number(own, "select count(*) from schema_changes_audit" + ofTarget()))
        .isEqualTo(plans);
    assertThat(successIds()).hasSize(plans);
    try (PublishedLinks links = new PublishedLinks(kafka())) {
      assertThat(links.get()).containsAll(audit());
      assertThat(links.get()).isEmpty();
    }
  }

  private static KafkaSettings kafka() {
    return new KafkaSettings(
        String.valueOf(
            Infrastructure.kafka().clientProperties("executor").get("bootstrap.servers")),
        Optional.of("executor"),
        Objects.requireNonNull(Infrastructure.kafka().users().get("executor")),
        "SASL_PLAINTEXT");
  }

  private List<AuditLink> audit() {
    return Jdbi.create(own.url(), own.role(), own.password())
        .withHandle(
            handle ->
                handle
                    .createQuery("select id, hash from schema_changes_audit" + ofTarget())
                    .map(
                        (row, context) ->
                            new AuditLink(row.getLong(1), new Fingerprint(row.getString(2))))
                    .list());
  }

  private ExecutorProcess start() throws Exception {
    return ExecutorProcess.start(own, name, target, Duration.ofSeconds(2));
  }

  /** The tables are as every version has left them before anything is read. */
  private void tablesAreThere() {
    await()
        .atMost(LONG)
        .ignoreExceptions() // Nor is the table that tells there from the beginning.
        .until(() -> number(own, "select count(*) from reader_partition") > 0);
  }

  /** Keeps every transaction from writing the audit until the connection is closed. */
  private static void block(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table schema_changes_audit in exclusive mode");
    }
  }

  /** Decisions about other tests' targets are on the topic too. */
  private String ofTarget() {
    return " where target = '" + name + "'";
  }

  private long succeeded() throws SQLException {
    return number(own, "select count(*) from executions" + ofTarget() + " and state = 'succeeded'");
  }

  private List<String> successIds() {
    return List.copyOf(
        broker.read(Topic.EXECUTIONS, name).stream()
            .filter(envelope -> envelope.event() instanceof ExecutionSucceeded)
            .map(envelope -> envelope.id().value())
            .collect(Collectors.toSet()));
  }

  private static long number(PostgresServer.Database database, String query) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
