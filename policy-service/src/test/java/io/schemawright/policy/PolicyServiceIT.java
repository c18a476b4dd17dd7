package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.change.RunSql;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.EventId;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.TargetDescribed;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.rehearsal.Scratch;
import io.schemawright.request.RequestId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real service in a process of its own, killed and started again. */
class PolicyServiceIT {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);

  /** Four seconds each: more than the ten seconds of a member's session. */
  private static final int SLOW = 3;

  private static final Logger LOG = LoggerFactory.getLogger(PolicyServiceIT.class);

  @TempDir private @Nullable Path directory;

  @Test
  void decidesReviewsAndKeepsItsStateOverAKill() throws Exception {
    Instances instances = new Instances(Objects.requireNonNull(directory));
    try (Topics topics = new Topics()) {
      Process first = instances.start("state", "first");
      try {
        topics.publish(described(Stage.OPTED_IN));
        topics.publish(described(Stage.REVIEWED));
        RequestAccepted harmless = Asked.table("it-1", Stage.OPTED_IN, Asked.carts());
        EventId id = EventId.random();
        topics.publish(harmless, id);
        DecisionMade approved = decision(topics, "it-1", 1);
        assertThat(approved.verdict()).isEqualTo(new Verdict.Approved(true, List.of()));
        Rehearsal rehearsal = Objects.requireNonNull(approved.rehearsal());
        assertThat(rehearsal.outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
        assertThat(rehearsal.restores()).isTrue();
        topics.publish(harmless, id);

        topics.publish(Asked.table("it-2", Stage.REVIEWED, Asked.carts()));
        assertThat(decision(topics, "it-2", 1).verdict()).isInstanceOf(Verdict.Waiting.class);
        measure(topics);
        assertStaysInItsGroupWhileRehearsalsRunIntoTheirBudget(topics);
      } finally {
        first.destroyForcibly().waitFor();
      }

      Process second = instances.start("state", "second");
      try {
        topics.publish(Asked.approval("it-2", "grace"));
        DecisionMade approved = decision(topics, "it-2", 2);
        assertThat(approved.verdict()).isInstanceOf(Verdict.Approved.class);
        // What the killed process approved and nobody executed yet is still laid over the catalog.
        topics.publish(Asked.table("it-3", Stage.OPTED_IN, Asked.carts()));
        assertThat(decision(topics, "it-3", 1).verdict()).isInstanceOf(Verdict.Rejected.class);
        assertThat(topics.decisionsOn(new RequestId("it-1"))).hasSize(1);
        String decisions = "SELECT count(*) FROM decisions WHERE request_id = 'it-2'";
        await().atMost(LONG_ENOUGH).until(() -> instances.count(decisions) == 2);
        assertThat(instances.count("SELECT count(*) FROM policy_sets")).isEqualTo(1);
        String reviews = "SELECT count(*) FROM reviews WHERE request_id = 'it-2'";
        await()
            .atMost(LONG_ENOUGH)
            .until(() -> instances.count(reviews) == 1); // From a topic of their own.
      } finally {
        second.destroy();
        second.waitFor();
      }
    }
  }

  /**
   * Longer in a row than a transaction or the session of a member may last: each is ended by the
   * watchdog, since the block catches the statement's own timeout.
   */
  private static void assertStaysInItsGroupWhileRehearsalsRunIntoTheirBudget(Topics topics) {
    RunSql endless =
        new RunSql(
            """
            DO $$ BEGIN
              LOOP
                BEGIN PERFORM pg_sleep(60); EXCEPTION WHEN query_canceled THEN NULL; END;
              END LOOP;
            END $$
            """,
            null);
    Set<String> members = topics.members(PolicyTopology.APPLICATION_ID);
    for (int i = 0; i < SLOW; i++) {
      topics.publish(Asked.accepted("slow-" + i, Stage.REVIEWED, 1, false, endless));
      topics.publish(Asked.table("between-" + i, Stage.REVIEWED, Asked.create("between_" + i)));
    }
    for (int i = 0; i < SLOW; i++) {
      DecisionMade slow = decision(topics, "slow-" + i, 1);
      Rehearsal rehearsal = Objects.requireNonNull(slow.rehearsal());
      assertThat(rehearsal.outcome()).isEqualTo(Rehearsal.Outcome.NOT_REHEARSABLE);
      assertThat(slow.verdict()).isInstanceOf(Verdict.Waiting.class);
      assertThat(decision(topics, "between-" + i, 1).verdict()).isInstanceOf(Verdict.Waiting.class);
      assertThat(topics.decisionsOn(new RequestId("slow-" + i))).hasSize(1);
    }
    assertThat(topics.members(PolicyTopology.APPLICATION_ID)).isEqualTo(members).isNotEmpty();
  }

  private void measure(Topics topics) {
    List<Long> millis = new ArrayList<>();
    List<Long> rehearsals = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String id = "fast-" + i;
      long start = System.nanoTime();
      topics.publish(Asked.table(id, Stage.OPTED_IN, Asked.create("fast_" + i)));
      DecisionMade decision = decision(topics, id, 1);
      millis.add((System.nanoTime() - start) / 1_000_000);
      rehearsals.add(Objects.requireNonNull(decision.rehearsal()).millis());
    }
    List<Long> sorted = millis.subList(10, 40).stream().sorted().toList();
    LOG.atInfo()
        .addKeyValue("fastestMillis", sorted.get(0))
        .addKeyValue("medianMillis", sorted.get(15))
        .addKeyValue("worstMillis", sorted.get(29))
        .addKeyValue(
            "rehearsalMillis", rehearsals.subList(10, 40).stream().sorted().toList().get(15))
        .log("MEASURED: from a request to the decision");
  }

  private static TargetDescribed described(String target) {
    return new TargetDescribed(
        target, "development", Scratch.major(), "as it is", List.of(), true, "");
  }

  private static DecisionMade decision(Topics topics, String request, int number) {
    RequestId id = new RequestId(request);
    await()
        .atMost(LONG_ENOUGH)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> topics.decisionsOn(id).size() >= number);
    return topics.decisionsOn(id).get(number - 1).event();
  }
}
