package io.schemawright.intake.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request without the parts that its schema refused: what else is wrong with it can then be told
 * in the same answer.
 */
final class WithoutFaults {
  private static final Pattern STEP = Pattern.compile("\\.([A-Za-z_][A-Za-z0-9_-]*)|\\[([0-9]+)]");

  private WithoutFaults() {}

  /** A copy from which what stands at each of the paths is gone. */
  static ObjectNode copy(ObjectNode canonical, Collection<String> paths) {
    ObjectNode copy = canonical.deepCopy();
    paths.forEach(path -> remove(copy, path));
    return copy;
  }

  /** Does nothing where the path leads nowhere. */
  private static void remove(JsonNode root, String path) {
    Matcher step = STEP.matcher(path).region(JsonPath.ROOT.length(), path.length());
    JsonNode node = root;
    while (step.lookingAt()) {
      boolean last = step.end() == path.length();
      String field = step.group(1);
      if (node instanceof ObjectNode object && field != null) {
        if (last) {
          object.remove(field);
          return;
        }
        node = object.path(field);
      } else if (node instanceof ArrayNode array && field == null) {
        int index = Integer.parseInt(step.group(2));
        if (last && index < array.size()) {
          array.set(index, array.objectNode()); // Its neighbours keep their places.
          return;
        }
        node = array.path(index);
      } else {
        return;
      }
      step.region(step.end(), path.length());
    }
  }
}
