package io.schemawright.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.Json;
import io.schemawright.event.Samples;
import org.junit.jupiter.api.Test;

final class PlanTest {

  @Test
  void plan_tamperedWith_isNoPlan() throws JsonProcessingException {
    String tampered =
        Json.mapper().writeValueAsString(Samples.plan()).replace("CREATE TABLE", "DROP TABLE");

    assertThatThrownBy(() -> Json.mapper().readValue(tampered, Plan.class))
        .hasMessageContaining("the plan's fingerprint is");
  }
}
