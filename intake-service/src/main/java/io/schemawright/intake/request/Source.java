package io.schemawright.intake.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a message as it came.
 *
 * @param node what is there; a missing node where nothing is
 * @param path where it is
 */
record Source(JsonNode node, String path) {

  /** The field of that name, which may be missing. */
  Source field(String name) {
    return new Source(node.path(name), JsonPath.field(path, name));
  }

  /** The elements; none where this is no array. */
  List<Source> items() {
    List<Source> items = new ArrayList<>();
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      items.add(new Source(node.path(i), JsonPath.item(path, i)));
    }
    return items;
  }

  /** Whether there is something other than null. */
  boolean isPresent() {
    return !node.isMissingNode() && !node.isNull();
  }
}
