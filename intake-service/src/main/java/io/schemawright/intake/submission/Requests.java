package io.schemawright.intake.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code requests}: the messages that were understood or refused, each once. */
final class Requests {
  private static final Duration WINDOW = Duration.ofDays(1);

  /** Half of a surrogate pair has no UTF-8, but an escape. */
  private static final ObjectWriter ASCII =
      Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private Requests() {}

  /**
   * The id under which the same words came within a day, before or after. Whoever asks is alone
   * with these words until the transaction ends, so that two readers cannot both find none.
   */
  static Optional<RequestId> sameWords(Handle handle, String contentHash, Instant sentAt) {
    handle
        .createQuery("select pg_advisory_xact_lock(hashtextextended(?, 0)) is null")
        .bind(0, contentHash)
        .mapTo(Boolean.class)
        .one();
    return handle
        .createQuery(
            "select request_id from requests where identity = 'content' and content_hash = ?"
                + " and sent_at > ? and sent_at < ?"
                + " order by abs(extract(epoch from sent_at - ?)) limit 1")
        .bind(0, contentHash)
        .bind(1, sentAt.minus(WINDOW).atOffset(ZoneOffset.UTC))
        .bind(2, sentAt.plus(WINDOW).atOffset(ZoneOffset.UTC))
        .bind(3, sentAt.atOffset(ZoneOffset.UTC))
        .mapTo(String.class)
        .findOne()
        .map(RequestId::new);
  }

  /** The hash of what came under this id first. */
  static Optional<String> contentHash(Handle handle, RequestId id) {
    return handle
        .createQuery("select content_hash from requests where request_id = ?")
        .bind(0, id.value())
        .mapTo(String.class)
        .findOne();
  }

  /** Writes the message; false where the id is taken, by an instance beside this one. */
  static boolean add(
      Handle handle, RequestId id, Incoming incoming, String outcome, Instant receivedAt) {
    return handle
            .createUpdate(
                "insert into requests (request_id, content_hash, identity, form, channel, outcome,"
                    + " body, sent_at, received_at) values (?, ?, ?, ?, ?, ?, ?::json, ?, ?)"
                    + " on conflict do nothing")
            .bind(0, id.value())
            .bind(1, incoming.reading().contentHash())
            .bind(2, incoming.id().isPresent() ? "given" : "content")
            .bind(3, incoming.reading().form())
            .bind(4, incoming.channel().word())
            .bind(5, outcome)
            .bind(6, body(incoming))
            .bind(7, incoming.sentAt().atOffset(ZoneOffset.UTC))
            .bind(8, receivedAt.atOffset(ZoneOffset.UTC))
            .execute()
        == 1;
  }

  /** Whether such a message was taken in as a later revision. */
  static boolean isRevision(Handle handle, RequestId id, String contentHash) {
    return handle
        .createQuery(
            "select exists (select from request_revisions"
                + " where request_id = ? and content_hash = ?)")
        .bind(0, id.value())
        .bind(1, contentHash)
        .mapTo(Boolean.class)
        .one();
  }

  /** Writes a later revision; false where there is one of that number. */
  static boolean addRevision(
      Handle handle, RequestId id, int revision, Incoming incoming, Instant receivedAt) {
    return handle
            .createUpdate(
                "insert into request_revisions (request_id, revision, content_hash, body,"
                    + " received_at) values (?, ?, ?, ?::json, ?) on conflict do nothing")
            .bind(0, id.value())
            .bind(1, revision)
            .bind(2, incoming.reading().contentHash())
            .bind(3, body(incoming))
            .bind(4, receivedAt.atOffset(ZoneOffset.UTC))
            .execute()
        == 1;
  }

  /** Writes another message under an id that was taken; false where that was done before. */
  static boolean addConflict(Handle handle, RequestId id, Incoming incoming, Instant receivedAt) {
    return handle
            .createUpdate(
                "insert into request_conflicts (request_id, content_hash, body, received_at)"
                    + " values (?, ?, ?::json, ?) on conflict do nothing")
            .bind(0, id.value())
            .bind(1, incoming.reading().contentHash())
            .bind(2, body(incoming))
            .bind(3, receivedAt.atOffset(ZoneOffset.UTC))
            .execute()
        == 1;
  }

  private static String body(Incoming incoming) {
    try {
      return ASCII.writeValueAsString(incoming.message());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a tree that was read has no JSON", e);
    }
  }
}
