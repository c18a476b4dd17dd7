package io.schemawright.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every kind of change keeps to. */
class ChangeKindsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChangeKinds kinds = ChangeKinds.load();

  @Test
  void load_findsKindsInKebabCase() {
    assertThat(kinds.all()).extracting(ChangeKind::type).contains(CreateTable.TYPE);
    assertThat(kinds.all()).allSatisfy(kind -> assertThat(kind.type()).matches("[a-z]+(-[a-z]+)*"));
    assertThat(kinds.find("no-such-kind")).isEmpty();
  }

  @Test
  void schema_ofEachKind_describesItsFieldsAndNoOthers() throws IOException {
    for (ChangeKind kind : kinds.all()) {
      JsonNode schema = resource(kind.schema());
      List<String> components = new ArrayList<>(List.of("type"));
      for (var component : kind.javaType().getRecordComponents()) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        components.add(named == null ? component.getName() : named.value());
      }
      List<String> properties = new ArrayList<>();
      schema.path("properties").fieldNames().forEachRemaining(properties::add);
      assertThat(properties).as(kind.schema()).containsExactlyInAnyOrderElementsOf(components);
      assertThat(schema.path("properties").path("type").path("const").asText())
          .isEqualTo(kind.type());
      assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
      assertThat(schema.path("title").asText()).isNotBlank();
      assertThat(schema.path("description").asText()).isNotBlank();
    }
  }

  @Test
  void requestSchema_refersToEachKind() throws IOException {
    JsonNode change = resource("schemas/schema-request.schema.json").at("/$defs/change");
    TreeSet<String> named = new TreeSet<>();
    change.at("/properties/type/enum").forEach(type -> named.add(type.asText()));
    TreeSet<String> referred = new TreeSet<>();
    change.path("allOf").forEach(branch -> referred.add(branch.at("/then/$ref").asText()));
    assertThat(named)
        .containsExactlyElementsOf(kinds.all().stream().map(ChangeKind::type).toList());
    assertThat(referred)
        .containsExactlyElementsOf(
            kinds.all().stream().map(kind -> "change/" + kind.type() + ".schema.json").toList());
  }

  private static JsonNode resource(String name) throws IOException {
    try (InputStream schema = ChangeKinds.class.getClassLoader().getResourceAsStream(name)) {
      return JSON.readTree(Objects.requireNonNull(schema, name));
    }
  }
}
