package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.database.Database;
import io.schemawright.database.DatabaseSettings;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Json;
import io.schemawright.policy.record.RecordedDecisions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordedDecisionsTest {
  private final PostgresServer.Database own = Infrastructure.postgres().freshDatabase("policy");
  private final Database database =
      Database.open(
          new DatabaseSettings(own.url(), own.role(), own.password(), 2),
          "db/policy",
          new SimpleMeterRegistry());
  private final AtomicInteger pauses = new AtomicInteger();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatTheRecorderHasYetToWrite_isWaitedFor() {
    DecisionMade decision = approved();

    RecordedDecisions recorded =
        new RecordedDecisions(
            database,
            () -> {
              if (pauses.incrementAndGet() == 3) {
                record(decision);
              }
            });

    assertThat(recorded.find(decision.requestId())).contains(decision);
    assertThat(pauses).hasValue(3);
  }

  @Test
  void whatIsOnRecord_isFoundAtOnce() {
    DecisionMade decision = approved();
    record(decision);

    RecordedDecisions recorded = new RecordedDecisions(database, pauses::incrementAndGet);

    assertThat(recorded.find(decision.requestId())).contains(decision);
    assertThat(pauses).hasValue(0);
  }

  private static DecisionMade approved() {
    try (Stage stage = Stage.set()) {
      stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));
      return stage.decision();
    }
  }

  private void record(DecisionMade decision) {
    database.inTransaction(
        handle ->
            handle.execute(
                "insert into decisions (event_id, request_id, target, revision, number, verdict, risk,"
                    + " policy_set, policy_set_version, decided_at, content)"
                    + " values ('one', ?, ?, 1, 1, 'approved', 'low', 'default', 1, now(), ?::jsonb)",
                decision.requestId().value(),
                decision.request().target(),
                json(decision)));
  }

  private static String json(DecisionMade decision) {
    try {
      return Json.mapper().writeValueAsString(decision);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
