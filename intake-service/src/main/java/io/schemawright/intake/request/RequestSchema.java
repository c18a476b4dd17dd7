package io.schemawright.intake.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import io.schemawright.catalog.NearestNames;
import io.schemawright.change.ChangeKind;
import io.schemawright.change.ChangeKinds;
import io.schemawright.change.Problem;
import io.schemawright.event.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The published JSON Schema of a request and those of the kinds of change. A change is held against
 * the schema of its own kind, so that what is said about it is about that kind only. Thread-safe.
 */
final class RequestSchema {
  private static final String FOLDER = "schemas/";
  private static final Pattern WORD = Pattern.compile("[a-z]+");
  private static final Set<String> VERBS = Set.of("add", "create", "drop", "rename", "set");

  private final Schema request;
  private final Map<String, Schema> changes;

  private RequestSchema(Schema request, Map<String, Schema> changes) {
    this.request = request;
    this.changes = changes;
  }

  /**
   * Reads the schemas from the class path.
   *
   * @throws IllegalStateException if one is missing
   */
  static RequestSchema load(ChangeKinds kinds) {
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemas(RequestSchema::published)
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .locale(Locale.ENGLISH)
                            .preloadSchema(true)
                            .build()));
    return new RequestSchema(
        schema(registry, FOLDER + "schema-request.schema.json"),
        kinds.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    ChangeKind::type, kind -> schema(registry, kind.schema()))));
  }

  private static Schema schema(SchemaRegistry registry, String resource) {
    String text = read(resource);
    if (text == null) {
      throw new IllegalStateException("the JSON Schema " + resource + " is not on the class path");
    }
    return registry.getSchema(text, InputFormat.JSON);
  }

  /** One published schema refers to another by an address that ends with its file's name. */
  private static @Nullable String published(String address) {
    int folder = address.lastIndexOf(FOLDER);
    return folder < 0 ? null : read(address.substring(folder));
  }

  private static @Nullable String read(String resource) {
    try (InputStream input = Json.class.getClassLoader().getResourceAsStream(resource)) {
      return input == null ? null : new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + resource, e);
    }
  }

  /**
   * Everything that is wrong with a canonical request, each with its path into it: one reason for
   * each place, because an empty text may be too short and not match a pattern as well.
   */
  Collection<Problem> problems(ObjectNode canonical) {
    Map<String, Problem> problems = new LinkedHashMap<>();
    if (canonical.get("changes") instanceof ArrayNode list) {
      String path = JsonPath.field(JsonPath.ROOT, "changes");
      for (int i = 0; i < list.size(); i++) {
        ofChange(list.get(i), JsonPath.item(path, i))
            .forEach(problem -> problems.putIfAbsent(problem.path(), problem));
      }
    }
    for (Error error : request.validate(canonical)) {
      if (!isInsideOfChange(error.getInstanceLocation())) {
        Problem problem = problem(error, JsonPath.ROOT);
        problems.putIfAbsent(problem.path(), problem);
      }
    }
    return problems.values();
  }

  private List<Problem> ofChange(JsonNode change, String path) {
    if (!change.isObject()) {
      return List.of(new Problem(path, "must be an object"));
    }
    JsonNode type = change.path("type");
    Schema schema = type.isTextual() ? changes.get(type.asText()) : null;
    if (schema == null) {
      return List.of(new Problem(JsonPath.field(path, "type"), notAKind(type)));
    }
    return schema.validate(change).stream().map(error -> problem(error, path)).toList();
  }

  private String notAKind(JsonNode type) {
    NavigableSet<String> kinds = new TreeSet<>(changes.keySet());
    NavigableSet<String> near = new TreeSet<>();
    if (type.isTextual()) {
      near.addAll(NearestNames.to(type.asText(), kinds));
      if (near.isEmpty()) {
        kinds.stream().filter(kind -> isAboutTheSame(kind, type.asText())).forEach(near::add);
      }
    }
    return near.isEmpty()
        ? "must be a kind of change: " + String.join(", ", kinds)
        : "%s is no kind of change; did you mean %s?"
            .formatted(
                JsonPath.quoted(type.asText()),
                near.stream().map(JsonPath::quoted).collect(Collectors.joining(" or ")));
  }

  /** {@code alter-column} and {@code add-column} are about a column, whatever is done with it. */
  private static boolean isAboutTheSame(String kind, String written) {
    Set<String> subject = words(kind);
    subject.removeAll(VERBS);
    return subject.removeAll(words(written.toLowerCase(Locale.ROOT)));
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static boolean isInsideOfChange(NodePath location) {
    return location.getNameCount() > 1 && "changes".equals(location.getElement(0));
  }

  private static Problem problem(Error error, String below) {
    String path = below;
    NodePath location = error.getInstanceLocation();
    for (int i = 0; i < location.getNameCount(); i++) {
      path =
          location.getElement(i) instanceof Integer index
              ? JsonPath.item(path, index)
              : JsonPath.field(path, location.getName(i));
    }
    String property = error.getProperty();
    String keyword = String.valueOf(error.getMessageKey());
    return switch (keyword) {
      case "required" -> new Problem(JsonPath.field(path, String.valueOf(property)), "is missing");
      case "additionalProperties", "unevaluatedProperties" ->
          new Problem(
              property == null ? path : JsonPath.field(path, property),
              "is not a field that is known here" + nearest(property, error.getSchemaLocation()));
      default -> new Problem(path, message(keyword, error));
    };
  }

  /** The fields that the schema has in the place where this one is not known. */
  private static String nearest(@Nullable String property, SchemaLocation rule) {
    String schema = published(rule.getAbsoluteIri().toString());
    if (property == null || schema == null) {
      return "";
    }
    try {
      JsonNode place = Json.mapper().readTree(schema);
      NodePath fragment = rule.getFragment();
      for (int i = 0; i < fragment.getNameCount() - 1; i++) {
        place =
            fragment.getElement(i) instanceof Integer index
                ? place.path(index)
                : place.path(fragment.getName(i));
      }
      Set<String> known = new TreeSet<>();
      place.path("properties").fieldNames().forEachRemaining(known::add);
      List<String> near = NearestNames.to(property, known);
      return near.isEmpty()
          ? "; known are " + String.join(", ", known)
          : "; did you mean "
              + near.stream().map(JsonPath::quoted).collect(Collectors.joining(" or "))
              + "?";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the JSON Schema at " + rule + " is not JSON", e);
    }
  }

  private static String message(String keyword, Error error) {
    JsonNode rule = error.getSchemaNode();
    return switch (keyword) {
      case "type" ->
          "must be "
              + words(rule, name -> name)
              + ", not "
              + error.getInstanceNode().getNodeType().name().toLowerCase(Locale.ROOT);
      case "enum" -> "must be one of " + words(rule, JsonPath::quoted);
      case "minLength" -> "must not be empty";
      case "maxLength" -> "must not be longer than " + rule.asText() + " characters";
      case "minItems" -> "needs at least " + rule.asText() + " element(s)";
      case "pattern" -> "must match " + rule.asText();
      default -> String.valueOf(error.getMessage());
    };
  }

  private static String words(JsonNode rule, Function<String, String> quote) {
    return rule.isArray()
        ? StreamSupport.stream(rule.spliterator(), false)
            .map(JsonNode::asText)
            .map(quote)
            .collect(Collectors.joining(" or "))
        : quote.apply(rule.asText());
  }
}
