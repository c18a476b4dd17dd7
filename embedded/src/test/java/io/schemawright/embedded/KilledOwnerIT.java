package io.schemawright.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that started the parts is killed with -9; the next one takes over what it left. */
class KilledOwnerIT {
  private static final Map<String, String> USERS = Map.of("operator", "word");

  /** The JVM to be killed. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      PostgresCluster cluster = PostgresCluster.start(postgres(directory));
      cluster.execute("CREATE TABLE notes AS SELECT 7 AS id");
      EmbeddedKafka kafka = EmbeddedKafka.start(kafka(directory));
      try (Admin admin = Admin.create(kafka.endpoints("operator").adminProperties())) {
        admin.createTopics(List.of(new NewTopic("letters", 1, (short) 1))).all().get();
      }
      System.out.println("started");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void start_afterAKillOfTheOwner_stopsTheOrphanAndKeepsTheData(@TempDir Path directory)
      throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long orphan;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.lines().filter("started"::equals).findFirst()).isPresent();
      orphan = postmaster(directory);
    } finally {
      owner.destroyForcibly().waitFor();
    }
    assertThat(ProcessHandle.of(orphan)).as("outlives its owner").isPresent();

    try (PostgresCluster cluster = PostgresCluster.start(postgres(directory));
        EmbeddedKafka kafka = EmbeddedKafka.start(kafka(directory));
        Admin admin = Admin.create(kafka.endpoints("operator").adminProperties())) {
      assertThat(postmaster(directory)).isNotEqualTo(orphan);
      assertThat(ProcessHandle.of(orphan).flatMap(process -> process.info().command()))
          .as("ended, if perhaps not yet buried")
          .isEmpty();
      cluster.execute("SELECT id FROM notes");
      assertThat(admin.listTopics().names().get()).contains("letters");
    }
  }

  private static PostgresSettings postgres(Path directory) {
    return PostgresSettings.durable(directory.resolve("postgres"));
  }

  private static BrokerSettings kafka(Path directory) {
    return BrokerSettings.in(directory.resolve("kafka")).withUsers(USERS, Set.of("operator"));
  }

  private static long postmaster(Path directory) throws Exception {
    return Long.parseLong(
        Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0).strip());
  }
}
