package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.FreePorts;
import io.schemawright.embedded.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor with the real broker and database, and stand-ins for the services. */
class StackIT {
  private final Path directory;

  StackIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void stack_startsStopsAndStartsAgainOnWhatItKept() throws Exception {
    Ports ports = Ports.free();
    StackSettings settings = StackSettings.of(directory, ports, StandInService.programs());
    List<Long> pids;
    try (Stack stack = new Stack(settings.withWebhooks(true))) {
      stack.start();
      pids = pids(stack);
      assertThat(stack.webhooks()).isPresent();
      assertThat(Files.readString(stack.service(ServiceName.EXECUTOR).log()))
          .contains("connected to executor", "connected to sandbox", "connected to orders");
      assertThat(Files.readString(stack.service(ServiceName.POLICY).log()))
          .contains("connected to policy", "connected to postgres");
      assertThat(Files.readString(stack.service(ServiceName.INTAKE).log()))
          .contains("schema.requests");
      try (Connection connection = stack.database("sandbox").connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE kept AS SELECT 7 AS id");
      }
      assertDatabasesAreApart(stack);
    }
    for (Long pid : pids) {
      assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }
    ports.requireFree();

    try (Stack stack = new Stack(settings)) {
      stack.start();
      try (Connection connection = stack.database("sandbox").connect();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT id FROM kept")) {
        assertThat(rows.next()).isTrue();
      }
      killsAndFurtherInstances(stack);
      brokerRestart(stack);
    }
  }

  @Test
  void start_whenAServiceFails_showsItsLogAndLeavesNothing() {
    Ports ports = Ports.free();
    StackSettings settings =
        StackSettings.of(directory, ports, StandInService.programs())
            .withEnvironment(ServiceName.NOTIFIER, "STAND_IN_FAILS", "true");
    try (Stack stack = new Stack(settings)) {
      assertThatThrownBy(stack::start)
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("notifier ended with status 1")
          .hasMessageContaining("told to fail");
      ports.requireFree();
      assertThatThrownBy(stack::kafkaEndpoints).hasMessageContaining("does not run");
    }
  }

  private static List<Long> pids(Stack stack) {
    List<Long> pids = new ArrayList<>();
    for (ServiceName service : ServiceName.values()) {
      pids.add(stack.service(service).pid());
      awaitHealth(stack.service(service));
    }
    return pids;
  }

  private static void awaitHealth(ServiceProcess service) {
    await().atMost(Pipeline.PATIENCE).until(service::isHealthy);
  }

  private static void assertDatabasesAreApart(Stack stack) {
    PostgresServer.Database policy = stack.database("policy");
    for (String other : new String[] {"intake", "executor", "notifier", "sandbox", "orders"}) {
      assertThatThrownBy(
              () ->
                  DriverManager.getConnection(
                          stack.database(other).url(), policy.role(), policy.password())
                      .close())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }

  private static void killsAndFurtherInstances(Stack stack) throws Exception {
    ServiceProcess second = stack.startService(ServiceName.POLICY, 2, FreePorts.choose());
    assertThat(second.name()).isEqualTo("policy-2");
    assertThatThrownBy(() -> stack.startService(ServiceName.POLICY))
        .hasMessageContaining("runs already");

    stack.service(ServiceName.POLICY).freeze();
    assertThat(stack.service(ServiceName.POLICY).isHealthy()).isFalse();
    stack.service(ServiceName.POLICY).thaw();
    awaitHealth(stack.service(ServiceName.POLICY));

    stack.service(ServiceName.POLICY).kill();
    awaitHealth(stack.startService(ServiceName.POLICY));
    assertThat(stack.unexpectedEnd()).isNotDone();

    ProcessHandle.of(second.pid()).orElseThrow().destroyForcibly();
    assertThat(stack.unexpectedEnd().get(60, TimeUnit.SECONDS)).isSameAs(second);
  }

  private static void brokerRestart(Stack stack) throws Exception {
    stack.restartKafka();
    try (Admin admin = Admin.create(stack.kafkaEndpoints().adminProperties())) {
      assertThat(admin.listTopics().names().get()).contains("schema.requests");
    }
  }
}
