package io.schemawright.policy.record;

import io.schemawright.event.Envelope;
import io.schemawright.event.ReviewGiven;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/** The record of reviews, in {@code reviews}: one row each, whether it counted or not. */
final class ReviewRows {
  private ReviewRows() {}

  static void insert(Handle handle, Envelope<ReviewGiven> envelope) {
    ReviewGiven given = envelope.event();
    handle.execute(
        """
        insert into reviews (event_id, request_id, target, reviewer, verified, word, given_at,
                             content)
        values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
        on conflict (event_id) do nothing
        """,
        envelope.id().value(),
        given.requestId().value(),
        given.target(),
        given.by().name(),
        given.by().verified(),
        given
            .review()
            .fold(
                approve -> "approve",
                requestChanges -> "request-changes",
                reject -> "reject",
                cancel -> "cancel"),
        envelope.time().atOffset(ZoneOffset.UTC),
        JsonText.of(given));
  }
}
