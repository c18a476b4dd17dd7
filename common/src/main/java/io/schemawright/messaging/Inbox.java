package io.schemawright.messaging;

import java.sql.Types;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table {@code inbox}: the events that a reader has taken in, each once. */
final class Inbox {
  private Inbox() {}

  /** Writes the ids and returns those that were not there yet. */
  static Set<String> takeIn(Handle handle, String reader, Collection<String> eventIds) {
    if (eventIds.isEmpty()) {
      return new HashSet<>();
    }
    return new HashSet<>(
        handle
            .createQuery(
                "insert into inbox (reader, event_id) select ?, unnest(?::text[])"
                    + " on conflict do nothing returning event_id")
            .bind(0, reader)
            .bindBySqlType(1, eventIds.toArray(String[]::new), Types.ARRAY)
            .mapTo(String.class)
            .list());
  }
}
