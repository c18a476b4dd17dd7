package io.schemawright.intake.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.event.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The changes that {@code docs/requests.md} shows can be asked for as they stand there. */
final class DocumentedChangesTest {
  private static final Pattern SNIPPET =
      Pattern.compile("```json\n(\\{ \"type\".*?)```", Pattern.DOTALL);

  private final RequestReader reader = new RequestReader(RequestForms.load(), "sandbox");

  static List<String> snippets() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "requests.md"));
    return SNIPPET.matcher(page).results().map(found -> found.group(1)).toList();
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void read_aDocumentedChange_hasNoProblems(String snippet) throws IOException {
    ObjectNode request = Json.mapper().createObjectNode().put("requestedBy", "ada");
    request.putArray("changes").add(Json.mapper().readTree(snippet));

    assertThat(reader.read(request).problems()).isEmpty();
  }
}
