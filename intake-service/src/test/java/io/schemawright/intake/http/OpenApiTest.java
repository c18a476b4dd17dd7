package io.schemawright.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.event.Json;
import io.schemawright.intake.request.Messages;
import io.schemawright.intake.status.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  @Test
  void document_describesEveryOperationAndNoOther() throws IOException {
    JsonNode document = Json.mapper().readTree(Messages.resource("openapi.json"));
    List<String> described = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (METHODS.contains(operation.getKey())) {
                            described.add(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));

    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Operation.values())
                .map(operation -> operation.method().name() + " " + operation.path())
                .toList());
  }

  @Test
  void document_namesEveryStatus() throws IOException {
    JsonNode document = Json.mapper().readTree(Messages.resource("openapi.json"));

    List<String> named = new ArrayList<>();
    document.at("/components/schemas/Status/enum").forEach(word -> named.add(word.asText()));
    assertThat(named)
        .containsExactlyElementsOf(Arrays.stream(Status.values()).map(Status::word).toList());
  }
}
