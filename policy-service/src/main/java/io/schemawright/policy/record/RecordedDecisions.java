package io.schemawright.policy.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.database.Database;
import io.schemawright.database.PassingFaults;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Json;
import io.schemawright.policy.plan.CompletedPlans;
import io.schemawright.request.RequestId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The last approved decision about a request, as it is on record. Thread-safe.
 *
 * <p>The record follows the topic, a little later. What has happened was approved, so it is waited
 * for, and so is our database where that is away.
 */
public final class RecordedDecisions implements CompletedPlans {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final Database database;
  private final Runnable pause;

  /** Looks into {@code database}. */
  public RecordedDecisions(Database database) {
    this(database, () -> LockSupport.parkNanos(BETWEEN_LOOKS.toNanos()));
  }

  /** The same, with its own {@code pause} between one look and the next. */
  public RecordedDecisions(Database database, Runnable pause) {
    this.database = database;
    this.pause = pause;
  }

  @Override
  public Optional<DecisionMade> find(RequestId request) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<DecisionMade> found = look(request, deadline);
    while (found.isEmpty() && System.nanoTime() < deadline) {
      pause.run();
      found = look(request, deadline);
    }
    return found;
  }

  private Optional<DecisionMade> look(RequestId request, long deadline) {
    try {
      return look(request);
    } catch (RuntimeException e) {
      if (PassingFaults.isPassing(e) && System.nanoTime() < deadline) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<DecisionMade> look(RequestId request) {
    return database
        .inTransaction(
            handle ->
                handle
                    .createQuery(
                        """
                        select content
                          from decisions
                         where request_id = :request and verdict = 'approved'
                         order by revision desc, number desc
                         limit 1
                        """)
                    .bind("request", request.value())
                    .mapTo(String.class)
                    .findOne())
        .map(RecordedDecisions::decision);
  }

  private static DecisionMade decision(String json) {
    try {
      return Json.mapper().readValue(json, DecisionMade.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recorded decision cannot be read", e);
    }
  }
}
