package io.schemawright.notifier.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.schemawright.event.Json;
import io.schemawright.event.TraceParent;
import io.schemawright.notifier.message.Message;
import io.schemawright.tracing.Trace;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code notifications} and {@code deliveries}. When a delivery is due is for the
 * database's clock to say.
 */
public final class Deliveries {
  private static final ObjectWriter PAYLOAD =
      Json.mapper().writer(new NulReplaced()).forType(Message.class);

  private Deliveries() {}

  /** A delivery that a courier has taken and nobody else can take until its transaction ends. */
  record Claimed(Message message, TraceParent trace, int attempts) {}

  /** Keeps a message and what is to be delivered; one that is there already stays as it is. */
  public static void add(
      Handle handle, Message message, TraceParent trace, Collection<String> channels) {
    handle
        .createUpdate(
            "with told as (insert into notifications"
                + " (id, request_id, kind, user_id, payload, trace)"
                + " values (:id, :requestId, :kind, :userId, cast(:payload as jsonb), :trace)"
                + " on conflict (id) do nothing returning id)"
                + " insert into deliveries (notification_id, delivery_channel)"
                + " select told.id, channel from told, unnest(:channels) as channel")
        .bind("id", UUID.fromString(message.id()))
        .bind("requestId", message.requestId().value())
        .bind("kind", Json.mapper().convertValue(message.kind(), String.class))
        .bind("userId", message.requestedBy().name())
        .bind("payload", payload(message))
        .bind("trace", trace.kept())
        .bindArray("channels", String.class, channels.toArray())
        .execute();
  }

  /**
   * Takes up to {@code most} due deliveries, oldest first, passing over those that others have. The
   * locks end with the transaction, and so with a courier that dies.
   *
   * <p>The commit of that transaction is not waited for on disk: what a crash of the database
   * forgets is delivered again, under the same id, as after any other crash before the commit.
   */
  static List<Claimed> claim(Handle handle, String channel, int most) {
    return handle
        .createQuery(
            "select n.payload, n.trace, d.attempts from deliveries d"
                + " join notifications n on n.id = d.notification_id"
                + " where (select set_config('synchronous_commit', 'off', true)) = 'off'"
                + " and d.delivery_channel = ? and d.state = 'pending'"
                + " and d.next_attempt_at <= clock_timestamp()"
                + " order by d.next_attempt_at limit ? for update of d skip locked")
        .bind(0, channel)
        .bind(1, most)
        .map(
            row ->
                new Claimed(
                    message(row.getColumn("payload", String.class)),
                    trace(row.getColumn("trace", String.class)),
                    row.getColumn("attempts", Integer.class)))
        .list();
  }

  /** They arrived. */
  static void delivered(Handle handle, Collection<Message> messages, String channel) {
    if (!messages.isEmpty()) {
      end(handle, messages, channel, "delivered", null);
    }
  }

  /** It is not tried again until an operator sets it to {@code pending}. */
  static void parked(Handle handle, Message message, String channel, String why) {
    end(handle, List.of(message), channel, "parked", why);
  }

  private static void end(
      Handle handle,
      Collection<Message> messages,
      String channel,
      String state,
      @Nullable String why) {
    handle
        .createUpdate(
            "update deliveries set state = :state, attempts = attempts + 1, last_error = :why,"
                + " delivered_at = case when :state = 'delivered' then clock_timestamp() end"
                + " where notification_id = any(cast(:ids as uuid[])) and delivery_channel = :channel")
        .bind("state", state)
        .bind("why", why)
        .bindArray("ids", String.class, messages.stream().map(Message::id).toArray())
        .bind("channel", channel)
        .execute();
  }

  /** It is tried again after {@code wait}. */
  static void failed(Handle handle, Message message, String channel, Duration wait, String why) {
    handle.execute(
        "update deliveries set attempts = attempts + 1, last_error = ?,"
            + " next_attempt_at = clock_timestamp() + ? * interval '1 millisecond'"
            + " where notification_id = ? and delivery_channel = ?",
        why,
        wait.toMillis(),
        UUID.fromString(message.id()),
        channel);
  }

  /** How many wait for their first or a further try. */
  static long waiting(Handle handle, String channel) {
    return handle
        .createQuery(
            "select count(*) from deliveries where delivery_channel = ? and state = 'pending'")
        .bind(0, channel)
        .mapTo(Long.class)
        .one();
  }

  private static String payload(Message message) {
    try {
      return PAYLOAD.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a message has no JSON", e);
    }
  }

  private static Message message(String payload) {
    try {
      return Json.mapper().readValue(payload, Message.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the table notifications holds no valid message", e);
    }
  }

  /** What an earlier release kept has none. */
  private static TraceParent trace(@Nullable String kept) {
    return kept == null ? Trace.begin("delivery") : TraceParent.ofKept(kept);
  }

  /** PostgreSQL's jsonb holds any character but U+0000; the replacement character stands for it. */
  private static final class NulReplaced extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = standardAsciiEscapesForJSON();
      escapes[0] = ESCAPE_CUSTOM;
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return character == 0 ? new SerializedString("\\ufffd") : null;
    }
  }
}
