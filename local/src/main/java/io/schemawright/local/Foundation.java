package io.schemawright.local;

import io.schemawright.embedded.BrokerSettings;
import io.schemawright.embedded.EmbeddedKafka;
import io.schemawright.embedded.KafkaEndpoints;
import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresServer.Database;
import io.schemawright.embedded.PostgresSettings;
import io.schemawright.messaging.KafkaSetup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * What the services stand on: the broker with its topics, the two clusters with their databases.
 *
 * @param kafka with topics, users and rights set up
 * @param postgres the durable cluster
 * @param scratch the other one
 */
record Foundation(
    EmbeddedKafka kafka, PostgresCluster postgres, PostgresCluster scratch, Databases databases)
    implements AutoCloseable {
  static final String OPERATOR = "operator";
  private static final int PARTITIONS = 8;

  /** Starts all at the same time; when a part fails, those that started are stopped again. */
  static Foundation start(Home home, Ports ports, List<String> targets) {
    Secrets secrets = home.secrets();
    List<Runnable> closers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      CompletableFuture<EmbeddedKafka> kafka =
          started(threads, closers, () -> startKafka(home, ports, secrets));
      CompletableFuture<PostgresCluster> postgres =
          started(
              threads,
              closers,
              () ->
                  PostgresCluster.start(
                      PostgresSettings.durable(home.postgres()).withPort(ports.postgres())));
      CompletableFuture<PostgresCluster> scratch =
          started(
              threads,
              closers,
              () ->
                  PostgresCluster.start(
                      PostgresSettings.scratch(home.scratch()).withPort(ports.scratch())));
      CompletableFuture<Void> topics = kafka.thenAcceptAsync(Foundation::setUpKafka, threads);
      CompletableFuture<Map<String, Database>> durableDatabases =
          postgres.thenApplyAsync(
              cluster -> Databases.onDurable(cluster, secrets, targets), threads);
      CompletableFuture<Database> scratchDatabase =
          scratch.thenApplyAsync(cluster -> Databases.onScratch(cluster, secrets), threads);
      // Waits for all, also when one fails early: only then it is known what there is to stop.
      CompletableFuture.allOf(topics, durableDatabases, scratchDatabase).join();
      return new Foundation(
          kafka.join(),
          postgres.join(),
          scratch.join(),
          new Databases(
              durableDatabases.join(),
              scratchDatabase.join(),
              targets,
              targets.stream()
                  .collect(
                      Collectors.toMap(
                          target -> target, target -> Databases.ledgerKey(secrets, target)))));
    } catch (CompletionException e) {
      boolean interrupted = Thread.interrupted();
      synchronized (closers) {
        closers.forEach(Runnable::run);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throw new CannotStart(messages(e), e);
    } finally {
      threads.shutdown();
    }
  }

  private static <T extends AutoCloseable> CompletableFuture<T> started(
      ExecutorService threads, List<Runnable> closers, Supplier<T> start) {
    return CompletableFuture.supplyAsync(
        () -> {
          T part = start.get();
          synchronized (closers) {
            closers.add(() -> close(part));
          }
          return part;
        },
        threads);
  }

  private static EmbeddedKafka startKafka(Home home, Ports ports, Secrets secrets) {
    Map<String, String> users = new HashMap<>();
    users.put(OPERATOR, secrets.password("kafka." + OPERATOR));
    for (ServiceName service : ServiceName.values()) {
      users.put(service.id(), secrets.password("kafka." + service.id()));
    }
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            BrokerSettings.in(home.kafka())
                .withPorts(ports.kafka(), ports.kafkaServices(), ports.kafkaController())
                .withUsers(users, Set.of(OPERATOR)));
    home.note(
        "operator.env",
        Map.of(
            "SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS",
            kafka.services(),
            "SCHEMAWRIGHT_KAFKA_USERNAME",
            OPERATOR,
            "SCHEMAWRIGHT_KAFKA_PASSWORD",
            secrets.password("kafka." + OPERATOR)));
    return kafka;
  }

  private static void setUpKafka(EmbeddedKafka kafka) {
    try (Admin admin = Admin.create(kafka.endpoints(OPERATOR).adminProperties())) {
      KafkaSetup.apply(admin, PARTITIONS, (short) 1);
    }
  }

  KafkaEndpoints endpoints() {
    return kafka.endpoints(OPERATOR);
  }

  /** Stops the broker first: it is the databases that hold what is still owed to it. */
  @Override
  public void close() {
    kafka.close();
    CompletableFuture<Void> durable = CompletableFuture.runAsync(postgres::close);
    scratch.close();
    durable.join();
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException("A part did not stop", e);
    }
  }

  private static String messages(CompletionException failure) {
    List<String> messages = new ArrayList<>();
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      messages.add(String.valueOf(cause.getMessage()));
    }
    return String.join("\n  because: ", messages);
  }
}
