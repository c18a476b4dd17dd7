package io.schemawright.policy.set;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML document and on which line each of its values stands. For one thread. */
final class YamlText {
  private static final YAMLFactory YAML = new YAMLFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, Integer> lines = new HashMap<>();
  private final String file;
  private final List<FileProblem> problems;

  private YamlText(String file, List<FileProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * A document.
   *
   * @param root what it says; null where it is no YAML
   * @param lines from 1, by path
   */
  record Document(@Nullable JsonNode root, Map<String, Integer> lines) {
    /** The line on which the value at that path stands, or what it would stand in. */
    int line(String path) {
      String known = path;
      while (!lines.containsKey(known) && known.contains(".")) {
        known = known.substring(0, known.lastIndexOf('.'));
      }
      return lines.getOrDefault(known, 1);
    }
  }

  /** Reads the one document of a file, and adds what is no YAML to {@code problems}. */
  static Document read(String file, String text, List<FileProblem> problems) {
    YamlText reading = new YamlText(file, problems);
    JsonNode root = null;
    try (YAMLParser parser = YAML.createParser(text)) {
      if (parser.nextToken() == null) {
        problems.add(new FileProblem(file, 1, "", "the file is empty"));
      } else {
        root = reading.value(parser, "");
        if (parser.nextToken() != null) {
          reading.problem(parser, "", "there is a second document; one file holds one policy set");
        }
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String first = e.getOriginalMessage().lines().findFirst().orElse("");
      problems.add(
          new FileProblem(
              file, at == null ? 1 : Math.max(1, at.getLineNr()), "", "is not YAML: " + first));
      root = null;
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot fail to be read", e);
    }
    return new Document(root, Map.copyOf(reading.lines));
  }

  private JsonNode value(YAMLParser parser, String path) throws IOException {
    lines.putIfAbsent(path, line(parser));
    if (parser.isCurrentAlias()) {
      problem(parser, path, "is an alias; write the value itself");
      return NODES.nullNode();
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser, path);
      case START_ARRAY -> array(parser, path);
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> NODES.nullNode();
      default -> NODES.textNode(parser.getText());
    };
  }

  private JsonNode object(YAMLParser parser, String path) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String inner = path.isEmpty() ? name : path + "." + name;
      if (object.has(name)) {
        problem(parser, inner, "stands here a second time");
      }
      lines.put(inner, line(parser));
      parser.nextToken();
      object.set(name, value(parser, inner));
    }
    return object;
  }

  private JsonNode array(YAMLParser parser, String path) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser, path + "." + array.size()));
    }
    return array;
  }

  private static int line(JsonParser parser) {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  private void problem(JsonParser parser, String path, String message) {
    problems.add(new FileProblem(file, line(parser), path, message));
  }
}
