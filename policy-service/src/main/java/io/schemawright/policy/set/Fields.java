package io.schemawright.policy.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.schemawright.catalog.NearestNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Looks at the fields of a document and gathers what is wrong; what is absent is right. */
final class Fields {
  private final String file;
  private final YamlText.Document document;
  private final List<FileProblem> problems;

  Fields(String file, YamlText.Document document, List<FileProblem> problems) {
    this.file = file;
    this.document = document;
    this.problems = problems;
  }

  /** What an entry of a map is looked at by. */
  @FunctionalInterface
  interface Entry {
    void look(String path, String name, JsonNode value);
  }

  void problem(String path, String message) {
    problems.add(new FileProblem(file, document.line(path), path, message));
  }

  /** The object, or nothing where it is something else. */
  JsonNode object(JsonNode node, String path, Set<String> known) {
    if (node.isMissingNode()) {
      return node;
    }
    if (!node.isObject()) {
      problem(path, "must have the fields " + String.join(", ", new TreeSet<>(known)));
      return MissingNode.getInstance();
    }
    node.fieldNames()
        .forEachRemaining(
            name -> known(name, path.isEmpty() ? name : path + "." + name, known, "field"));
    return node;
  }

  void map(JsonNode node, String path, Entry entry) {
    if (node.isMissingNode()) {
      return;
    }
    if (!node.isObject()) {
      problem(path, "must have a value for each name");
      return;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      entry.look(path + "." + field.getKey(), field.getKey(), field.getValue());
    }
  }

  /** Refuses a name that is none of {@code known}. */
  void known(String name, String path, Set<String> known, String what) {
    if (!known.contains(name)) {
      problem(path, unknown(name, known, what));
    }
  }

  static String unknown(String name, Set<String> known, String what) {
    List<String> nearest = NearestNames.to(name, known);
    String hint =
        !nearest.isEmpty()
            ? "did you mean " + String.join(" or ", nearest) + "?"
            : known.size() <= 20
                ? "expected one of " + String.join(", ", new TreeSet<>(known))
                : "a finding names the rule it is of";
    return "is \"%s\", which is no %s; %s".formatted(name, what, hint);
  }

  void texts(JsonNode node, String path, Function<String, Optional<String>> wrong) {
    if (node.isMissingNode()) {
      return;
    }
    if (!node.isArray()) {
      problem(path, "must be a list");
      return;
    }
    for (int i = 0; i < node.size(); i++) {
      text(node.path(i), path + "." + i, wrong);
    }
  }

  void text(JsonNode node, String path, Function<String, Optional<String>> wrong) {
    if (node.isMissingNode()) {
      return;
    }
    if (!node.isTextual() || node.asText().isBlank()) {
      problem(path, "must be a text");
      return;
    }
    wrong.apply(node.asText()).ifPresent(message -> problem(path, message));
  }

  void matching(JsonNode node, String path, Pattern pattern, String expected) {
    text(
        node,
        path,
        text ->
            pattern.matcher(text).matches()
                ? Optional.empty()
                : Optional.of("is \"%s\", expected %s".formatted(text, expected)));
  }

  void oneOf(JsonNode node, String path, List<String> words) {
    text(
        node,
        path,
        text ->
            words.contains(text)
                ? Optional.empty()
                : Optional.of(
                    "is \"%s\", expected one of %s".formatted(text, String.join(", ", words))));
  }

  void number(JsonNode node, String path, int most) {
    boolean right = node.isIntegralNumber() && node.canConvertToInt();
    if (!node.isMissingNode() && !(right && node.asInt() >= 1 && node.asInt() <= most)) {
      problem(path, "must be a whole number from 1 to " + most);
    }
  }

  void flag(JsonNode node, String path) {
    if (!node.isMissingNode() && !node.isBoolean()) {
      problem(path, "must be true or false");
    }
  }
}
