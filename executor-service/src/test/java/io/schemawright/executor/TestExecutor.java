package io.schemawright.executor;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.database.Database;
import io.schemawright.database.DatabaseSettings;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.Json;
import io.schemawright.event.TraceParent;
import io.schemawright.executor.audit.AuditLink;
import io.schemawright.executor.audit.AuditReport;
import io.schemawright.executor.audit.AuditVerification;
import io.schemawright.executor.catalog.CatalogWatch;
import io.schemawright.executor.ledger.LedgerTables;
import io.schemawright.executor.queue.Claim;
import io.schemawright.executor.queue.Claimant;
import io.schemawright.executor.queue.DecisionHandler;
import io.schemawright.executor.run.Retries;
import io.schemawright.executor.run.Workers;
import io.schemawright.executor.target.TargetSettings;
import io.schemawright.executor.target.Targets;
import io.schemawright.executor.trash.Purges;
import io.schemawright.executor.window.Calendar;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.KafkaClients;
import io.schemawright.messaging.TargetPartitioner;
import io.schemawright.messaging.Topic;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.Relay;
import io.schemawright.outbox.Transaction;
import io.schemawright.request.SchemaRequest;
import io.schemawright.service.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jdbi.v3.core.Jdbi;

/**
 * The executor on a real PostgreSQL, with Kafka's own stand-in for the broker: decisions are handed
 * in, events are looked at as they would be sent.
 */
public final class TestExecutor implements AutoCloseable {
  private static final String KEY = "a key of the tests, which nobody else holds";

  /**
   * Nobody renews it here; a busy machine may take long, and tests let leases run out themselves.
   */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final PostgresServer.Database own;
  private final PostgresServer.Database orders = Infrastructure.postgres().freshDatabase("orders");
  private final Deque<Part> parts = new ArrayDeque<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<Claimant> claimants = new CopyOnWriteArrayList<>();
  private final EventCodec codec = new EventCodec("executor", Clock.systemUTC());
  private final MockProducer<byte[], byte[]> broker =
      new MockProducer<>(
          true, new TargetPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
  private final Database database;
  private final Outbox outbox;
  private final Targets targets;
  private final DecisionHandler handler;

  /** One whose only target is {@code orders}. */
  public TestExecutor() {
    this(List.of());
  }

  /** One whose only target keeps dropped tables for so long. */
  public TestExecutor(Duration trashRetention) {
    this(List.of(), Calendar.ALWAYS, trashRetention);
  }

  /** One whose only target may be changed at these times. */
  public TestExecutor(Calendar calendar) {
    this(List.of(), calendar, TargetSettings.TRASH_RETENTION);
  }

  /** One with further targets. */
  public TestExecutor(List<TargetSettings> more) {
    this(more, Calendar.ALWAYS, TargetSettings.TRASH_RETENTION);
  }

  /** One whose own database is elsewhere. */
  public TestExecutor(PostgresServer.Database own) {
    this(own, List.of(), Calendar.ALWAYS, TargetSettings.TRASH_RETENTION);
  }

  private TestExecutor(List<TargetSettings> more, Calendar calendar, Duration trashRetention) {
    this(Infrastructure.postgres().freshDatabase("executor"), more, calendar, trashRetention);
  }

  private TestExecutor(
      PostgresServer.Database own,
      List<TargetSettings> more,
      Calendar calendar,
      Duration trashRetention) {
    this.own = own;
    database =
        add(
            Database.open(
                new DatabaseSettings(own.url(), own.role(), own.password(), 12),
                "db/executor",
                metrics));
    outbox = add(new Outbox(database, new Relay(broker), KafkaClients.LARGEST_RECORD, metrics));
    TargetSettings first =
        new TargetSettings(
            "orders",
            orders.url(),
            orders.role(),
            orders.password(),
            "test",
            KEY,
            calendar,
            trashRetention);
    try (Connection superuser = Infrastructure.postgres().connect(orders.name())) {
      LedgerTables.guard(superuser, orders.role(), KEY);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    targets = add(new Targets(Stream.concat(Stream.of(first), more.stream()).toList(), 12));
    handler = new DecisionHandler(codec, this::claim, targets::calendar);
  }

  private <P extends Part> P add(P part) {
    parts.push(part);
    return part;
  }

  /** Starts the threads of one more instance. */
  public TestExecutor work(String owner, int threads) {
    return work(owner, threads, new Retries(Duration.ofMinutes(1), Duration.ofMinutes(1)));
  }

  /** Starts the threads of one more instance with budgets of its own. */
  public TestExecutor work(String owner, int threads, Retries retries) {
    Claimant claimant = new Claimant(codec, owner, LEASE, targets::resting);
    claimants.add(claimant);
    add(new Workers(outbox, codec, targets, retries, claimant, metrics)).start(threads);
    return this;
  }

  private void claim(Transaction transaction) {
    claimants.forEach(claimant -> claimant.claimLast(transaction));
  }

  /** What the threads of all instances hold. */
  public List<Claim> held() {
    return claimants.stream().flatMap(claimant -> claimant.held().stream()).toList();
  }

  /** Hands in a decision under an id that is its own. */
  public void decide(DecisionMade decision) {
    decide(decision, "decision-%s-%d".formatted(decision.requestId(), decision.number()));
  }

  /** Hands in a decision. */
  public void decide(DecisionMade decision, String id) {
    outbox.transact(
        transaction -> {
          handler.handle(
              transaction,
              new Envelope<>(
                  new EventId(id),
                  "/schemawright/policy",
                  Instant.now(),
                  TraceParent.random(),
                  decision));
          return decision;
        });
  }

  /** Waits until the request has come to its end. */
  public ExecutionEvent ended(String requestId) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                executions(requestId).stream()
                    .filter(ExecutionEvent::isFinal)
                    .findFirst()
                    .orElse(null),
            event -> event != null);
  }

  /** What was published about a request, in order. */
  public List<ExecutionEvent> executions(String requestId) {
    return published(ExecutionEvent.class)
        .filter(event -> event.requestId().value().equals(requestId))
        .toList();
  }

  /** What was published, in order. */
  public <E extends Event> Stream<E> published(Class<E> type) {
    return envelopes().map(Envelope::event).filter(type::isInstance).map(type::cast);
  }

  /** What was published, in order. */
  public Stream<Envelope<Event>> envelopes() {
    return broker.history().stream()
        .filter(record -> !record.topic().equals(Topic.REQUESTS.topicName()))
        .map(record -> codec.decode(record.key(), record.headers(), record.value()));
  }

  /** The requests that it sent, in order. */
  public List<SchemaRequest> requests() {
    return broker.history().stream()
        .filter(record -> record.topic().equals(Topic.REQUESTS.topicName()))
        .map(
            record -> {
              try {
                return Json.mapper().readValue(record.value(), SchemaRequest.class);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  /** What the audit is worth, its published links included. */
  public AuditReport auditReport() {
    return AuditVerification.ofChainAndLinks(
        Jdbi.create(database.dataSource()), this::publishedLinks);
  }

  /** The audit's links as they were published. */
  public List<AuditLink> publishedLinks() {
    return broker.history().stream()
        .flatMap(record -> EventCodec.text(record.headers(), AuditLink.HEADER).stream())
        .map(AuditLink::parse)
        .toList();
  }

  /** A watch on the targets. */
  public CatalogWatch watch() {
    return new CatalogWatch(database, outbox, codec, metrics);
  }

  /** What asks for purges. */
  public Purges purges() {
    return new Purges(outbox);
  }

  /** What its events are written with. */
  public EventCodec codec() {
    return codec;
  }

  /** The targets. */
  public Targets targets() {
    return targets;
  }

  /** Where it writes, and publishes. */
  public Outbox outbox() {
    return outbox;
  }

  /** The executor's own database. */
  public Database database() {
    return database;
  }

  /** What it measures. */
  public SimpleMeterRegistry metrics() {
    return metrics;
  }

  /** Where the executor's own database is. */
  public PostgresServer.Database own() {
    return own;
  }

  /** The name of the database that the target {@code orders} is. */
  public String ordersDatabase() {
    return orders.name();
  }

  /** Where the target {@code orders} is. */
  public PostgresServer.Database ordersTarget() {
    return orders;
  }

  /** How often something was counted. */
  public double count(String meter) {
    return metrics.find(meter).counters().stream().mapToDouble(counter -> counter.count()).sum();
  }

  /** A connection to the target {@code orders}. */
  public Connection orders() throws SQLException {
    return orders.connect();
  }

  /** Runs statements on the target {@code orders}. */
  public void onOrders(String... statements) throws SQLException {
    try (Connection connection = orders();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Asks the target {@code orders} for a number. */
  public long numberOnOrders(String query) throws SQLException {
    try (Connection connection = orders();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Asks the executor's database for a number. */
  public long number(String query) {
    return database.read(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
