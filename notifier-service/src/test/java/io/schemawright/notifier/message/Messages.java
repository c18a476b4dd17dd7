package io.schemawright.notifier.message;

import io.schemawright.event.Samples;
import io.schemawright.request.Identity;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Messages for tests. */
public final class Messages {
  private Messages() {}

  /** A message with an id of its own. */
  public static Message any() {
    return of(UUID.randomUUID().toString(), "Created table public.carts on orders.");
  }

  /** A message about the sample request. */
  public static Message of(String id, String title) {
    return new Message(
        id,
        Message.Kind.COMPLETED,
        Samples.REQUEST,
        "orders",
        title,
        List.of("Asked for by ada."),
        Identity.claimed("ada"),
        List.of(),
        Samples.submission().receivedAt(),
        Map.of("total", 20L));
  }
}
