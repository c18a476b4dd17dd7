package io.schemawright.executor.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.Json;
import java.util.Collection;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The table {@code auto_create_log}: what became of changes that nobody but policy approved. */
public final class AutoCreateLog {
  private AutoCreateLog() {}

  /** What was done. */
  public enum Action {
    CREATED("created"),
    SKIPPED("skipped"),
    FAILED("failed");

    private final String word;

    Action(String word) {
      this.word = word;
    }
  }

  /** Adds a row for each table among {@code objects}. */
  public static void append(
      Handle handle, Collection<ObjectRef> objects, Action action, Map<String, String> details) {
    for (ObjectRef object : objects) {
      if (object.kind() == ObjectKind.TABLE) {
        handle.execute(
            "insert into auto_create_log (schema_name, table_name, action, details)"
                + " values (?, ?, ?, ?::jsonb)",
            object.schema(),
            object.name(),
            action.word,
            json(details));
      }
    }
  }

  private static String json(Map<String, String> details) {
    try {
      return Json.mapper().writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the details have no JSON", e);
    }
  }
}
