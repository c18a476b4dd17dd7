package io.schemawright.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.request.RequestId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where dropped tables lie with their rows until they are brought back or purged: each in a schema
 * of its own, whose name says which request dropped which table. Pure.
 */
public final class Trash {
  private static final String PREFIX = "schemawright_trash_";

  private Trash() {}

  /** The schema that a table goes to when the request drops it. */
  public static String schema(RequestId request, ObjectRef table) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest("%s/%s.%s".formatted(request, table.schema(), table.name()).getBytes(UTF_8));
      return PREFIX + HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether the object lies there. */
  public static boolean holds(ObjectRef object) {
    return object.schema().startsWith(PREFIX);
  }

  /** The tables that a request's plan moves there, as they were, by the schemas they go to. */
  public static SortedMap<String, TableSchema> movedBy(RequestId request, Plan plan) {
    SortedMap<String, TableSchema> moved = new TreeMap<>();
    for (ObjectState state : plan.before()) {
      String schema = schema(request, state.ref());
      if (state.ref().kind() == ObjectKind.TABLE
          && state.object() != null
          && state.object().definition() instanceof TableSchema table
          && isGone(state.ref(), plan)
          && makes(schema, plan)) {
        moved.put(schema, table);
      }
    }
    return moved;
  }

  private static boolean isGone(ObjectRef ref, Plan plan) {
    return plan.after().stream()
        .noneMatch(state -> state.ref().equals(ref) && state.object() != null);
  }

  /** A table that statements of a person's own drop has no place in the trash. */
  private static boolean makes(String schema, Plan plan) {
    return plan.steps().stream()
        .flatMap(step -> step.statements().stream())
        .anyMatch(statement -> statement.startsWith("CREATE SCHEMA") && statement.contains(schema));
  }
}
