package io.schemawright.intake.http;

import io.schemawright.outbox.Backlog;
import java.time.Duration;

/**
 * How far the broker may be behind before requests over REST are told to come back later.
 *
 * @param events the most events that may wait
 * @param age the longest that one may wait
 */
public record BacklogLimit(int events, Duration age) {

  /** Whether the broker is too far behind. */
  boolean isExceededBy(Backlog backlog) {
    return backlog.events() > events || backlog.age().compareTo(age) > 0;
  }
}
