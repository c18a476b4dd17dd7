package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.change.CreateTable;
import io.schemawright.change.RequestedColumn;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.EventId;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.TargetDescribed;
import io.schemawright.messaging.TargetPartitioner;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.rehearsal.Scratch;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances: the second joins in mid-stream, later the first is killed in mid-stream. What is
 * decided is what one instance that lives would have decided, once each.
 */
class RebalanceIT {
  /** More than a killed process's transaction and its member's session last. */
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

  /** So many requests are always on their way while the second instance joins. */
  private static final int UNDER_WAY = 10;

  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(300);
  private static final List<String> TARGETS = List.of("north", "south", "east", "west");

  private static final List<String> APPROVED = List.of("1: Approved");
  private static final List<String> REFUSED = List.of("1: Rejected");
  private static final List<String> REVIEWED = List.of("1: Waiting", "1: Approved");
  private static final List<String> REVISED =
      List.of("1: Waiting", "1: ChangesRequested", "2: Approved");

  /** Of a type that needs a person. */
  private static final RequestedColumn PRICE = RequestedColumn.of("price", "money");

  /** What is to be decided about each request, by revision, in the order of publication. */
  private final Map<String, List<String>> expected = new LinkedHashMap<>();

  private final Map<String, List<String>> decided = new LinkedHashMap<>();
  private int answered;
  private int round;

  @TempDir private @Nullable Path directory;

  @Test
  void theSecondJoins_theFirstIsKilled_andEachRequestIsDecidedOnce() throws Exception {
    Instances instances = new Instances(Objects.requireNonNull(directory));
    try (Topics topics = new Topics()) {
      Process first = instances.start("first", "rebalance-first");
      try {
        TARGETS.forEach(target -> topics.publish(described(target)));
        nextRound(topics);
        awaitDecisions(topics);

        Process second = instances.start("second", "rebalance-second");
        try {
          await()
              .atMost(LONG_ENOUGH)
              .pollInterval(BETWEEN_ROUNDS)
              .until(
                  () -> {
                    answer(topics);
                    if (expected.size() - decided.size() < UNDER_WAY) {
                      nextRound(topics);
                    }
                    return bothHavePartitions(topics);
                  });
          nextRound(topics);
          first.destroyForcibly().waitFor();
          nextRound(topics);
          awaitDecisions(topics);
          repeatTheLastRound(topics);
          nextRound(topics);
          awaitDecisions(topics);
          assertOnceAndInOrder(topics.decisions());
          assertAllAreRecorded(instances);
        } finally {
          second.destroy();
          second.waitFor();
        }
      } finally {
        first.destroyForcibly().waitFor();
      }
      // Whatever runs next on these topics has them for itself.
      await()
          .atMost(LONG_ENOUGH)
          .until(() -> topics.members(PolicyTopology.APPLICATION_ID).isEmpty());
    }
  }

  @Test
  void theTargets_areOnBothPartitions() {
    assertThat(TARGETS.stream().map(target -> TargetPartitioner.partition(target, 2)))
        .contains(0, 1);
  }

  private static TargetDescribed described(String target) {
    return new TargetDescribed(
        target, "development", Scratch.major(), "as it is", List.of(), true, "");
  }

  private static boolean bothHavePartitions(Topics topics) {
    List<Integer> partitions = topics.partitionsOfMembers(PolicyTopology.APPLICATION_ID);
    return partitions.size() == 2 && !partitions.contains(0);
  }

  /** On each target: one alone, one that needs it, one that is refused, two for a reviewer. */
  private void nextRound(Topics topics) {
    round++;
    for (String target : TARGETS) {
      ask(topics, alone(target), APPROVED);
      ask(topics, table("needs", target, Asked.reference("owner_id", "alone_" + round)), APPROVED);
      ask(
          topics,
          Asked.table(id("again", target), target, Asked.create("alone_" + round)),
          REFUSED);
      ask(topics, table("reviewed", target, PRICE), REVIEWED);
      ask(topics, table("revised", target, PRICE), REVISED);
    }
  }

  /** As it may be read once more after whoever published it was killed. */
  private void repeatTheLastRound(Topics topics) {
    for (String target : TARGETS) {
      publish(topics, alone(target));
      publish(topics, table("revised", target, PRICE));
    }
  }

  private RequestAccepted alone(String target) {
    return table("alone", target);
  }

  private RequestAccepted table(String kind, String target, RequestedColumn... columns) {
    return Asked.table(id(kind, target), target, Asked.create(kind + "_" + round, columns));
  }

  private String id(String kind, String target) {
    return "rebalance-%s-%d-%s".formatted(target, round, kind);
  }

  private void ask(Topics topics, RequestAccepted accepted, List<String> verdicts) {
    expected.put(accepted.request().requestId().value(), verdicts);
    publish(topics, accepted);
  }

  private static void publish(Topics topics, RequestAccepted accepted) {
    topics.publish(accepted, new EventId("accepted-" + accepted.request().requestId().value()));
  }

  private void awaitDecisions(Topics topics) {
    await()
        .atMost(LONG_ENOUGH)
        .untilAsserted(
            () -> {
              answer(topics);
              assertThat(decided).containsAllEntriesOf(expected);
            });
  }

  /** Reviewers and requesters answer what was decided since the last time. */
  private void answer(Topics topics) {
    List<Envelope<DecisionMade>> all = topics.decisions();
    for (Envelope<DecisionMade> envelope : all.subList(answered, all.size())) {
      DecisionMade decision = envelope.event();
      String id = decision.requestId().value();
      if (!expected.containsKey(id)) {
        continue; // Of another test.
      }
      decided
          .computeIfAbsent(id, none -> new ArrayList<>())
          .add(
              "%d: %s"
                  .formatted(decision.revision(), decision.verdict().getClass().getSimpleName()));
      String target = decision.request().target();
      if (decision.verdict() instanceof Verdict.Waiting) {
        Review review =
            id.endsWith("revised")
                ? new Review.RequestChanges(List.of("no money"), List.of(), List.of())
                : new Review.Approve(null, null);
        topics.publish(
            new ReviewGiven(decision.requestId(), target, Identity.claimed("grace"), review));
      } else if (decision.verdict() instanceof Verdict.ChangesRequested) {
        CreateTable asked = (CreateTable) decision.request().changes().get(0);
        topics.publish(Asked.accepted(id, target, 2, false, Asked.create(asked.table())));
      }
    }
    answered = all.size();
  }

  private void assertOnceAndInOrder(List<Envelope<DecisionMade>> all) {
    List<Envelope<DecisionMade>> ours =
        all.stream()
            .filter(decision -> expected.containsKey(decision.event().requestId().value()))
            .toList();
    assertThat(decided).isEqualTo(expected);
    assertThat(ours).extracting(Envelope::id).doesNotHaveDuplicates();
    for (String target : TARGETS) {
      assertThat(
              ours.stream()
                  .map(Envelope::event)
                  .filter(decision -> decision.number() == 1)
                  .filter(decision -> decision.request().target().equals(target))
                  .map(decision -> decision.requestId().value()))
          .containsExactlyElementsOf(
              expected.keySet().stream().filter(id -> id.contains("-" + target + "-")).toList());
    }
    for (Map.Entry<String, List<String>> request : expected.entrySet()) {
      assertThat(
              ours.stream()
                  .map(Envelope::event)
                  .filter(decision -> decision.requestId().value().equals(request.getKey()))
                  .map(DecisionMade::number))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, request.getValue().size()).boxed().toList());
    }
    assertThat(ours.stream().map(Envelope::event))
        .filteredOn(decision -> decision.requestId().value().endsWith("needs"))
        .allSatisfy(
            decision ->
                assertThat(decision.dependsOn())
                    .containsExactly(
                        new RequestId(decision.requestId().value().replace("needs", "alone"))));
  }

  private void assertAllAreRecorded(Instances instances) {
    long decisions = expected.values().stream().mapToLong(List::size).sum();
    String recorded = "SELECT count(*) FROM decisions WHERE request_id LIKE 'rebalance-%'";
    await()
        .atMost(LONG_ENOUGH)
        .untilAsserted(() -> assertThat(instances.count(recorded)).isEqualTo(decisions));
  }
}
