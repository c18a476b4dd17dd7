package io.schemawright.policy.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.database.Database;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Json;
import io.schemawright.policy.plan.CompletedPlans;
import io.schemawright.request.RequestId;
import java.util.Optional;

/** The last approved decision about a request, as it is on record. Thread-safe. */
public final class RecordedDecisions implements CompletedPlans {
  private final Database database;

  /** Looks into {@code database}. */
  public RecordedDecisions(Database database) {
    this.database = database;
  }

  @Override
  public Optional<DecisionMade> find(RequestId request) {
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
