package io.schemawright.intake.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of every kind of change are valid requests, and say the same when written again. */
final class ExamplesTest {
  private final RequestReader reader = new RequestReader(RequestForms.load(), "sandbox");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "examples", "changes"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void read_anExample_isACanonicalRequest(Path example) throws IOException {
    Reading reading = reader.read((ObjectNode) Json.mapper().readTree(Files.readString(example)));

    assertThat(reading.problems()).isEmpty();
    SchemaRequest request = reading.request(new RequestId("example"));
    assertThat(
            Json.mapper().readValue(Json.mapper().writeValueAsString(request), SchemaRequest.class))
        .isEqualTo(request);
  }
}
