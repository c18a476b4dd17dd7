package io.schemawright.intake.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private static final Fingerprint FIRST = new Fingerprint("1".repeat(64));
  private static final Fingerprint SECOND = new Fingerprint("2".repeat(64));

  @Test
  void status_followsTheEvents() {
    Progress progress = Progress.NONE.accept(1);
    assertThat(progress.status()).isEqualTo(Status.ACCEPTED);
    progress = decide(1, Status.WAITING_FOR_REVIEW, FIRST).apply(progress);
    assertThat(progress.status()).isEqualTo(Status.WAITING_FOR_REVIEW);
    progress = decide(2, Status.APPROVED, FIRST).apply(progress);
    assertThat(progress.status()).isEqualTo(Status.APPROVED);
    progress = progress.execute(FIRST, Status.SCHEDULED);
    assertThat(progress.status()).isEqualTo(Status.SCHEDULED);
    progress = progress.execute(FIRST, Status.EXECUTING);
    assertThat(progress.status()).isEqualTo(Status.EXECUTING);
    progress = progress.execute(FIRST, Status.COMPLETED);
    assertThat(progress.status()).isEqualTo(Status.COMPLETED);
  }

  /** Acceptance, decisions and executions come from topics between which there is no order. */
  @Test
  void status_inWhateverOrderTheTopicsAreRead_isTheSame() {
    List<UnaryOperator<Progress>> accepted = List.of(progress -> progress.accept(1));
    List<UnaryOperator<Progress>> decisions =
        List.of(decide(1, Status.APPROVED, FIRST), decide(2, Status.APPROVED, SECOND));
    List<UnaryOperator<Progress>> stale =
        List.of(
            progress -> progress.execute(FIRST, Status.SCHEDULED),
            progress -> progress.execute(FIRST, Status.STALE));
    List<UnaryOperator<Progress>> done =
        List.of(
            progress -> progress.execute(FIRST, Status.SCHEDULED),
            progress -> progress.execute(FIRST, Status.STALE),
            progress -> progress.execute(SECOND, Status.SCHEDULED),
            progress -> progress.execute(SECOND, Status.COMPLETED));

    assertThat(interleavings(List.of(accepted, decisions, stale)))
        .hasSizeGreaterThan(20)
        .containsOnly(Status.APPROVED);
    assertThat(interleavings(List.of(accepted, decisions, done)))
        .hasSizeGreaterThan(50)
        .containsOnly(Status.COMPLETED);
  }

  @Test
  void status_afterAFinalWordOfTheExecutor_stays() {
    Progress progress =
        Progress.NONE.accept(1).execute(FIRST, Status.COMPLETED).execute(FIRST, Status.EXECUTING);

    assertThat(progress.status()).isEqualTo(Status.COMPLETED);
    assertThat(decide(1, Status.APPROVED, FIRST).apply(progress).status())
        .isEqualTo(Status.COMPLETED);
  }

  @Test
  void status_ofAnOlderDecision_changesNothing() {
    Progress progress = decide(2, Status.REJECTED, FIRST).apply(Progress.NONE.accept(1));

    assertThat(decide(1, Status.WAITING_FOR_REVIEW, FIRST).apply(progress).status())
        .isEqualTo(Status.REJECTED);
  }

  @Test
  void status_ofARefusedMessage_isRejectedUnlessAnotherWasAccepted() {
    assertThat(Progress.NONE.refuse().status()).isEqualTo(Status.REJECTED);
    assertThat(Progress.NONE.refuse().accept(1).status()).isEqualTo(Status.ACCEPTED);
    assertThat(Progress.NONE.accept(1).refuse().status()).isEqualTo(Status.ACCEPTED);
  }

  @Test
  void status_ofANewRevision_isAcceptedUntilItIsDecided() {
    Progress progress =
        decide(1, Status.CHANGES_REQUESTED, FIRST).apply(Progress.NONE.accept(1)).accept(2);

    assertThat(progress.status()).isEqualTo(Status.ACCEPTED);
  }

  @ParameterizedTest
  @CsvSource({
    "pending, ACCEPTED WAITING_FOR_REVIEW CHANGES_REQUESTED STALE",
    "approved, APPROVED SCHEDULED EXECUTING COMPLETED",
    "rejected, REJECTED FAILED UNDONE CANCELLED",
    "completed, COMPLETED",
    "waiting-for-review, WAITING_FOR_REVIEW"
  })
  void meantBy_aWordOfTheSeeds_isEveryStatusOfThatPhase(String word, String statuses) {
    assertThat(Status.meantBy(word).stream().map(Enum::name)).containsExactly(statuses.split(" "));
    assertThat(Status.meantBy(word.toUpperCase(Locale.ROOT))).isEmpty();
  }

  private static UnaryOperator<Progress> decide(int number, Status status, Fingerprint plan) {
    return progress -> progress.decide(new Progress.Decision(1, number, status), plan);
  }

  /** The status at the end of every way in which the topics can be read side by side. */
  private static List<Status> interleavings(List<List<UnaryOperator<Progress>>> topics) {
    List<Status> ends = new ArrayList<>();
    interleave(Progress.NONE, topics, ends);
    return ends;
  }

  private static void interleave(
      Progress progress, List<List<UnaryOperator<Progress>>> topics, List<Status> ends) {
    if (topics.stream().allMatch(List::isEmpty)) {
      ends.add(progress.status());
    }
    for (int i = 0; i < topics.size(); i++) {
      List<UnaryOperator<Progress>> topic = topics.get(i);
      if (!topic.isEmpty()) {
        List<List<UnaryOperator<Progress>>> rest = new ArrayList<>(topics);
        rest.set(i, topic.subList(1, topic.size()));
        interleave(topic.get(0).apply(progress), rest, ends);
      }
    }
  }
}
