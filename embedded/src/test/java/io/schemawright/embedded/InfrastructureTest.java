package io.schemawright.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.sql.Connection;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

class InfrastructureTest {
  /** The first thing that fails where the selected source cannot work, and says why. */
  @Test
  void selectedSource_hasWhatItNeeds() {
    Infrastructure.selected().requireWhatItNeeds();
  }

  @Test
  void kafka_isStartedOnceAndKnowsTheServices() throws Exception {
    assumeThatSelectedSourceCanWork();
    KafkaEndpoints kafka = Infrastructure.kafka();

    assertThat(Infrastructure.kafka()).isSameAs(kafka);
    for (String user : new String[] {"operator", "intake", "policy", "executor", "notifier"}) {
      try (Admin admin = Admin.create(kafka.clientProperties(user))) {
        assertThat(admin.describeCluster().clusterId().get()).isNotBlank();
      }
    }
    assertThatThrownBy(() -> kafka.clientProperties("eve")).hasMessageContaining("'eve'");
  }

  @Test
  void freshDatabase_isAnotherEachTime() throws Exception {
    assumeThatSelectedSourceCanWork();
    PostgresServer.Database first = Infrastructure.postgres().freshDatabase("infra");
    PostgresServer.Database second = Infrastructure.postgres().freshDatabase("infra");

    assertThat(first.url()).isNotEqualTo(second.url());
    try (Connection connection = first.connect()) {
      assertThat(connection.getCatalog()).isEqualTo(first.name());
    }
  }

  @Test
  void source_isWhatThePropertySays() {
    assertThat(Infrastructure.source("embedded")).isInstanceOf(EmbeddedSource.class);
    assertThat(Infrastructure.source("containers")).isInstanceOf(ContainerSource.class);
    assertThatThrownBy(() -> Infrastructure.source("elsewhere"))
        .hasMessageContaining("elsewhere")
        .hasMessageContaining("containers");
  }

  @Test
  void containers_withoutADockerEngine_sayWhatIsMissingAndWhatToDo() {
    assumeThat(DockerClientFactory.instance().isDockerAvailable()).isFalse();
    Infrastructure.Source containers = Infrastructure.source("containers");

    assertThatThrownBy(containers::requireWhatItNeeds)
        .hasMessageContaining("needs a Docker engine")
        .hasMessageContaining("DOCKER_HOST")
        .hasMessageContaining("leave the setting out");
  }

  private static void assumeThatSelectedSourceCanWork() {
    assumeThatCode(Infrastructure.selected()::requireWhatItNeeds).doesNotThrowAnyException();
  }

  @Test
  void brokerProperties_asEnvironment_followTheImagesRule() {
    assertThat(ContainerSource.asEnvironment(Map.of("listener.name.scram-sha-512.a_b", "x")))
        .isEqualTo(Map.of("KAFKA_LISTENER_NAME_SCRAM___SHA___512_A__B", "x"));
  }
}
