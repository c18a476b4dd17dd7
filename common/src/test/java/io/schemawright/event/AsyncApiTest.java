package io.schemawright.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.schemawright.messaging.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the published description of the topics against the code. */
class AsyncApiTest {
  private static final String ADDRESS = "https://schemawright.invalid/asyncapi";
  private static final JsonNode DOCUMENT = read();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder -> builder.schemas(Map.of(ADDRESS, DOCUMENT.toString())));

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(Path.of("..", "docs", "asyncapi.yaml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void channels_areTheTopics() {
    Set<String> addresses = new TreeSet<>();
    DOCUMENT.path("channels").forEach(channel -> addresses.add(channel.path("address").asText()));

    Set<String> expected = new TreeSet<>(Set.of("{topic}.dlq"));
    Stream.of(Topic.values()).map(Topic::topicName).forEach(expected::add);
    assertThat(addresses).isEqualTo(expected);
  }

  @Test
  void messages_areTheEventTypesOnTheirTopics() {
    Map<String, Set<String>> described = new TreeMap<>();
    for (JsonNode channel : DOCUMENT.path("channels")) {
      for (JsonNode message : channel.path("messages")) {
        described
            .computeIfAbsent(channel.path("address").asText(), address -> new TreeSet<>())
            .add(resolve(message).path("name").asText());
      }
    }

    Map<String, Set<String>> expected = new TreeMap<>();
    expected.put(Topic.REQUESTS.topicName(), Set.of("schema-request"));
    for (EventType type : EventType.values()) {
      expected
          .computeIfAbsent(type.topic().topicName(), address -> new TreeSet<>())
          .add(type.typeName());
    }
    assertThat(described).isEqualTo(expected);
    assertThat(DOCUMENT.path("components").path("messages")).hasSize(EventType.values().length + 1);
  }

  @ParameterizedTest
  @EnumSource
  void payload_namesEveryFieldOfTheEventAndNoOther(EventType type) {
    if (type == EventType.CATALOG_OBJECT_REMOVED) {
      assertThat(schema(type).path("type").asText()).isEqualTo("null");
      return;
    }
    Set<String> described = new TreeSet<>();
    schema(type).path("properties").fieldNames().forEachRemaining(described::add);
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(type.record().getRecordComponents()).map(RecordComponent::getName).toList());
  }

  @ParameterizedTest
  @MethodSource("io.schemawright.event.Samples#events")
  void payload_ofASample_isValid(Event event) {
    EventType type = EventType.of(event);
    if (type == EventType.CATALOG_OBJECT_REMOVED) {
      return; // A tombstone has no payload.
    }
    Schema schema =
        SCHEMAS.getSchema(
            SchemaLocation.of(ADDRESS + "#/components/schemas/" + type.record().getSimpleName()));

    JsonNode payload = Json.mapper().valueToTree(event);
    assertThat(schema.validate(payload)).isEmpty();
    assertThat(schema.validate(Json.mapper().createObjectNode())).as("without fields").isNotEmpty();
  }

  @Test
  void references_leadSomewhere() {
    assertThat(references(DOCUMENT)).isNotEmpty();
    assertThat(references(DOCUMENT))
        .allSatisfy(
            reference ->
                assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  private static Set<String> references(JsonNode node) {
    Set<String> found = new TreeSet<>();
    node.findValues("$ref").forEach(reference -> found.add(reference.asText()));
    return found;
  }

  private static JsonNode schema(EventType type) {
    JsonNode message =
        StreamSupport.stream(DOCUMENT.path("components").path("messages").spliterator(), false)
            .filter(candidate -> candidate.path("name").asText().equals(type.typeName()))
            .findFirst()
            .orElseThrow();
    return resolve(message.path("payload"));
  }

  private static JsonNode resolve(JsonNode reference) {
    return DOCUMENT.at(reference.path("$ref").asText().substring(1));
  }
}
