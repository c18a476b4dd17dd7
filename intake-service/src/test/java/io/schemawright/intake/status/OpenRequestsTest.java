package io.schemawright.intake.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.database.Database;
import io.schemawright.database.DatabaseSettings;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.intake.status.OpenRequests.Standing;
import io.schemawright.service.Part;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenRequestsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final PostgresServer.Database address =
      Infrastructure.postgres().freshDatabase("open_requests");
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Database database =
      Database.open(
          new DatabaseSettings(address.url(), address.role(), address.password(), 2),
          "db/intake",
          metrics);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void read_countsWhatHasNotEnded_byItsStatus_andHowOldTheOldestIs() {
    insert("old", Status.WAITING_FOR_REVIEW, "1 hour");
    insert("young", Status.WAITING_FOR_REVIEW, "1 minute");
    insert("runs", Status.EXECUTING, "0");
    insert("done", Status.COMPLETED, "2 hours");
    insert("refused", Status.REJECTED, "2 hours");

    Map<Status, Standing> standings = database.read(OpenRequests::read);

    assertThat(standings).containsOnlyKeys(Status.WAITING_FOR_REVIEW, Status.EXECUTING);
    Standing waiting = standings.getOrDefault(Status.WAITING_FOR_REVIEW, Standing.NONE);
    assertThat(waiting.count()).isEqualTo(2);
    assertThat(waiting.oldestSeconds()).isBetween(3600.0, 3600.0 + LONG.toSeconds());
  }

  @Test
  void read_ofARequestFromAClockThatIsAhead_isNotOlderThanNothing() {
    insert("ahead", Status.ACCEPTED, "-1 hour");

    assertThat(database.read(OpenRequests::read))
        .containsEntry(Status.ACCEPTED, new Standing(1, 0));
  }

  @Test
  void measure_hasEveryStatusThatIsNoEnd_alsoWhereNothingIsInIt() {
    insert("stuck", Status.STALE, "10 minutes");

    try (Part measured = OpenRequests.measure(database, metrics)) {
      await().atMost(LONG).untilAsserted(() -> assertThat(open(Status.STALE)).isEqualTo(1));
      assertThat(measured.check().ready()).isTrue();
      assertThat(open(Status.ACCEPTED)).isZero();
      assertThat(
              metrics.find("schemawright.requests.open").gauges().stream()
                  .map(gauge -> gauge.getId().getTag("status"))
                  .collect(Collectors.toSet()))
          .isEqualTo(
              Arrays.stream(Status.values())
                  .filter(status -> !status.isFinal())
                  .map(Status::word)
                  .collect(Collectors.toSet()));
    }
  }

  private double open(Status status) {
    return metrics.get("schemawright.requests.open").tag("status", status.word()).gauge().value();
  }

  private void insert(String id, Status status, String age) {
    database.inTransaction(
        handle ->
            handle.execute(
                "insert into schema_requests (request_id, status, progress, created_at)"
                    + " values (?, ?, '{}', clock_timestamp() - ?::interval)",
                id,
                status.word(),
                age));
  }
}
