package io.schemawright.embedded;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The broker and the database that all tests of one JVM share.
 *
 * <p>{@code -Dschemawright.infra=embedded}, the default, starts them on this machine; {@code
 * containers} starts them with Docker, from the images named by {@code schemawright.images.kafka}
 * and {@code schemawright.images.postgres}. Each starts at its first use and ends with the JVM. The
 * shared database is not durable: a test of durability starts a {@link PostgresCluster} of its own.
 *
 * <p>Thread-safe. Throws {@link IllegalStateException} when a part does not start, with what is
 * missing.
 */
public final class Infrastructure {
  /** Selects where the parts come from. */
  static final String PROPERTY = "schemawright.infra";

  static final String SUPERUSER = "operator";

  /** The services' users are there from the start: clients can log in as them at once. */
  static final Map<String, String> USERS =
      Stream.of(SUPERUSER, "intake", "policy", "executor", "notifier")
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(), user -> EmbeddedKafka.randomPassword()));

  private Infrastructure() {}

  /** Where the parts come from; each method starts one and sees to its end. */
  interface Source {
    KafkaEndpoints startKafka();

    PostgresServer startPostgres();

    /** Throws {@link IllegalStateException} that names what is missing and what to do about it. */
    default void requireWhatItNeeds() {}
  }

  // A class's initialisation happens once, at its first use, and all threads wait for it.
  private static final class Kafka {
    static final KafkaEndpoints ENDPOINTS = selected().startKafka();
  }

  private static final class Postgres {
    static final PostgresServer SERVER = selected().startPostgres();
  }

  /** The shared broker, with the users of the four services and {@code operator}. */
  public static KafkaEndpoints kafka() {
    // Apart from the start, whose failure the JVM tells in full to the first who asks only.
    selected().requireWhatItNeeds();
    return Kafka.ENDPOINTS;
  }

  /** The shared database server. */
  public static PostgresServer postgres() {
    selected().requireWhatItNeeds();
    return Postgres.SERVER;
  }

  static Source selected() {
    return source(System.getProperty(PROPERTY, "embedded"));
  }

  static Source source(String name) {
    return switch (name) {
      case "embedded" -> new EmbeddedSource();
      case "containers" -> new ContainerSource();
      default ->
          throw new IllegalStateException(
              "-D%s=%s is none of %s".formatted(PROPERTY, name, List.of("embedded", "containers")));
    };
  }

  static Set<String> superusers() {
    return Set.of(SUPERUSER);
  }
}
