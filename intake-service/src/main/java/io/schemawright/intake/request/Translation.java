package io.schemawright.intake.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.change.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A request on its way into the canonical form. It remembers where each part was written, so that
 * whatever is found wrong with the canonical form can be told in the words of the message.
 *
 * <p>Translating never fails: what has the wrong type is carried over as it is, for the JSON Schema
 * to refuse. Not thread-safe.
 */
public final class Translation {
  private final ObjectNode canonical;
  private final Map<String, String> origins = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private Translation(ObjectNode canonical) {
    this.canonical = canonical;
    origins.put(JsonPath.ROOT, JsonPath.ROOT);
  }

  /** A translation of which nothing is known yet. */
  static Translation empty() {
    return new Translation(JsonNodeFactory.instance.objectNode());
  }

  /** The translation of a message that is in the canonical form already. */
  static Translation same(ObjectNode message) {
    return new Translation(message.deepCopy());
  }

  /** The canonical form. */
  ObjectNode canonical() {
    return canonical;
  }

  /** What the form's own rules found, with paths into the message. */
  List<Problem> problems() {
    return problems;
  }

  /** The place in the message that {@code canonicalPath} comes from. */
  String origin(String canonicalPath) {
    String known = canonicalPath;
    while (!origins.containsKey(known)) {
      known = JsonPath.parent(known);
    }
    return origins.getOrDefault(known, JsonPath.ROOT) + canonicalPath.substring(known.length());
  }

  /** Tells what is wrong at a place in the message. */
  void problem(Source at, String message) {
    problems.add(new Problem(at.path(), message));
  }

  /** Tells of every field of {@code object} that is none of {@code known}. */
  void refuseOthers(Source object, Set<String> known) {
    object
        .node()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problem(
                    object.field(name),
                    "is not a field of this form, which has "
                        + String.join(", ", new TreeSet<>(known)));
              }
            });
  }

  /** The whole canonical request. */
  Sink root() {
    return new Sink(canonical, JsonPath.ROOT);
  }

  /** What an element of a list is translated by. */
  @FunctionalInterface
  interface ItemTranslation {
    void translate(Source item, Sink into);
  }

  /** An object of the canonical form. */
  final class Sink {
    private final ObjectNode node;
    private final String path;

    private Sink(ObjectNode node, String path) {
      this.node = node;
      this.path = path;
    }

    /** The field's value comes from {@code source}; null in a message is the same as absent. */
    void copy(String name, Source source) {
      put(name, source.node(), source);
    }

    /** The field's value is {@code value}, which stands at {@code source} in the message. */
    void put(String name, JsonNode value, Source source) {
      origins.put(JsonPath.field(path, name), source.path());
      if (!value.isMissingNode() && !value.isNull()) {
        node.set(name, value);
      }
    }

    /** A constant that no part of the message says. */
    void say(String name, String value) {
      node.put(name, value);
    }

    /** A one-element list, whose only element comes from {@code source}. */
    Sink only(String name, Source source) {
      String list = JsonPath.field(path, name);
      origins.put(list, source.path());
      origins.put(JsonPath.item(list, 0), source.path());
      return new Sink(node.putArray(name).addObject(), JsonPath.item(list, 0));
    }

    /** A list that has an element for each of {@code source}. */
    void each(String name, Source source, ItemTranslation translation) {
      if (!source.node().isArray()) {
        copy(name, source);
        return;
      }
      String list = JsonPath.field(path, name);
      origins.put(list, source.path());
      ArrayNode array = node.putArray(name);
      for (Source item : source.items()) {
        String itemPath = JsonPath.item(list, array.size());
        origins.put(itemPath, item.path());
        if (item.node().isObject()) {
          translation.translate(item, new Sink(array.addObject(), itemPath));
        } else {
          array.add(item.node());
        }
      }
    }
  }
}
