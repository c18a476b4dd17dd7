package io.schemawright.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** Parts in containers; Testcontainers removes them when the JVM ends, however it ends. */
final class ContainerSource implements Infrastructure.Source {
  static final String KAFKA_IMAGE = "schemawright.images.kafka";
  static final String POSTGRES_IMAGE = "schemawright.images.postgres";

  /**
   * A plain container and not Testcontainers' own for Kafka, which knows no listener with
   * authentication. Ports are the same inside and outside, for the broker tells its clients what it
   * listens on.
   */
  @Override
  @SuppressWarnings("resource") // Closed by Testcontainers, after the JVM.
  public KafkaEndpoints startKafka() {
    List<Integer> ports = FreePorts.choose(3);
    String host = DockerClientFactory.instance().dockerHostIpAddress();
    String brokerPassword = EmbeddedKafka.randomPassword();
    GenericContainer<?> container =
        new GenericContainer<>(
            DockerImageName.parse(System.getProperty(KAFKA_IMAGE, "apache/kafka:4.3.1")));
    Map<String, String> properties =
        BrokerProperties.of(
            "0.0.0.0",
            host,
            ports.get(0),
            ports.get(1),
            ports.get(2),
            brokerPassword,
            Set.of(Infrastructure.SUPERUSER));
    container
        .withEnv(asEnvironment(properties))
        .waitingFor(Wait.forLogMessage(".*Kafka Server started.*", 1));
    container.setPortBindings(
        List.of(ports.get(0) + ":" + ports.get(0), ports.get(1) + ":" + ports.get(1)));
    container.start();

    String services = host + ":" + ports.get(1);
    Map<String, Object> login = new HashMap<>(BrokerProperties.brokerLogin(brokerPassword));
    login.put("bootstrap.servers", services);
    try (Admin admin = Admin.create(login)) {
      ScramUsers.apply(admin, services, Infrastructure.USERS);
    }
    return new KafkaEndpoints(
        host + ":" + ports.get(0), services, Infrastructure.USERS, Infrastructure.SUPERUSER);
  }

  @Override
  @SuppressWarnings("resource") // Closed by Testcontainers, after the JVM.
  public PostgresServer startPostgres() {
    String password = EmbeddedKafka.randomPassword();
    PostgreSQLContainer container =
        new PostgreSQLContainer(
                DockerImageName.parse(System.getProperty(POSTGRES_IMAGE, "postgres:18"))
                    .asCompatibleSubstituteFor("postgres"))
            .withDatabaseName("postgres")
            .withUsername("postgres")
            .withPassword(password);
    container.setCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200");
    container.start();
    PostgresServer server =
        new PostgresServer(
            container.getHost(), container.getMappedPort(5432), "postgres", password);
    server.closeToThePublic();
    return server;
  }

  /** The images' rule: a dot becomes one underscore, an underscore two, a hyphen three. */
  static Map<String, String> asEnvironment(Map<String, String> properties) {
    Map<String, String> environment = new HashMap<>();
    properties.forEach(
        (name, value) ->
            environment.put(
                "KAFKA_"
                    + name.replace("_", "__")
                        .replace("-", "___")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT),
                value));
    return environment;
  }

  @Override
  public void requireWhatItNeeds() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          "-D%s=containers needs a Docker engine, and none answers here. Start one (DOCKER_HOST names another than the local one), or leave the setting out: the tests then run on the broker and the database they bring along"
              .formatted(Infrastructure.PROPERTY));
    }
  }
}
