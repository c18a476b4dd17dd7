package io.schemawright.notifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionUndone;
import io.schemawright.event.Failure;
import io.schemawright.event.Samples;
import io.schemawright.plan.Approval;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotificationsTest {
  private static final Plan PLAN = Samples.plan();
  private static final Identity GRACE = new Identity("grace", true);
  private static final Identity ADA = Identity.claimed("ada");
  private static final Verdict APPROVED =
      new Verdict.Approved(false, List.of(new Approval(GRACE, PLAN.fingerprint(), "fine")));
  private static final Verdict.Waiting WAITING =
      new Verdict.Waiting(2, List.of(), ChangeStory.after(48 * 3_600_000L), List.of());
  private static final Failure FAILURE =
      new Failure("sql-error", "42P07", "relation \"carts\" already exists", "choose another name");
  private static final ExecutionSucceeded SUCCEEDED =
      new ExecutionSucceeded(
          Samples.REQUEST,
          "orders",
          PLAN.fingerprint(),
          ChangeStory.after(11),
          ChangeStory.after(20),
          7,
          List.of());

  @Test
  void completed_saysWhatWasDoneWhoAskedAndHowLongItTook() {
    ChangeStory story =
        new ChangeStory().acceptedAfter(2).decided(1, APPROVED).ended(SUCCEEDED, 21);

    ChangeCompleted completed = completed(story);
    assertThat(completed.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(completed.summary()).isEqualTo("Created table public.carts on orders.");
    assertThat(completed.before()).isEqualTo(PLAN.before());
    assertThat(completed.after()).isEqualTo(PLAN.after());
    assertThat(completed.statements()).isEqualTo(PLAN.steps().get(0).statements());
    assertThat(completed.requestedBy()).isEqualTo(ADA);
    assertThat(completed.approvedBy()).containsExactly(GRACE);
    assertThat(completed.stageMillis())
        .isEqualTo(Map.of("intake", 2L, "policy", 8L, "queue", 1L, "execution", 10L, "total", 21L));
    assertThat(message(story).kind()).isEqualTo(Message.Kind.COMPLETED);
    assertThat(message(story).lines()).contains("Asked for by ada, approved by grace.");
  }

  @Test
  void completed_whenTheExecutionIsSeenFirst_isToldAlike() {
    ChangeStory inOrder =
        new ChangeStory().acceptedAfter(2).decided(1, APPROVED).ended(SUCCEEDED, 21);
    ChangeStory reversed = new ChangeStory().acceptedAfter(2).ended(SUCCEEDED, 21);
    assertThat(reversed.told()).isNull();

    reversed.decided(1, APPROVED);

    assertThat(reversed.told()).isEqualTo(inOrder.told());
  }

  @Test
  void outcome_isToldOnce() {
    ChangeStory story = new ChangeStory().decided(1, APPROVED).ended(SUCCEEDED, 21);
    assertThat(story.told()).isNotNull();

    assertThat(story.ended(SUCCEEDED, 22).told()).isNull();
    assertThat(story.decided(2, new Verdict.Rejected(GRACE, "too late")).told()).isNull();
  }

  @Test
  void ids_deriveFromTheRequest_soThatARepeatHasThemToo() {
    Message first = message(new ChangeStory().decided(1, APPROVED).ended(SUCCEEDED, 21));
    Message again = message(new ChangeStory().decided(3, APPROVED).ended(SUCCEEDED, 99));

    assertThat(again.id()).isEqualTo(first.id());
  }

  @Test
  void execution_ofAPlanWhoseDecisionIsNotThereYet_waitsForIt() {
    Plan other = Plan.of("orders", 17, PLAN.steps(), PLAN.down(), PLAN.before(), PLAN.after());
    ChangeStory story =
        new ChangeStory().decided(1, APPROVED, other, 10).stale().ended(SUCCEEDED, 21);
    assertThat(story.told()).isNull();

    assertThat(completed(story.decided(2, APPROVED)).outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void rejected_byRules_saysWhyAndThatNothingChanged() {
    ChangeStory story =
        new ChangeStory().decided(1, new Verdict.Rejected(null, "the table exists"));

    ChangeCompleted completed = completed(story);
    assertThat(completed.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(completed.summary())
        .isEqualTo("Rejected: the table exists. Nothing was changed on orders.");
    assertThat(completed.after()).isEmpty();
    assertThat(completed.statements()).isEmpty();
    assertThat(completed.stageMillis()).isEqualTo(Map.of("policy", 10L, "total", 10L));
    assertThat(message(story).lines())
        .contains(
            "warning (table-needs-timestamps): carts has no created_at."
                + " add created_at timestamptz not null default now().");
  }

  @Test
  void cancelled_beforeApproval_isTheOutcome() {
    ChangeStory story =
        new ChangeStory().decided(1, WAITING).decided(2, WAITING.cancel(ADA, "not needed"));

    assertThat(completed(story).summary())
        .isEqualTo("Cancelled by ada: not needed. Nothing was changed on orders.");
  }

  @Test
  void cancelled_afterApproval_isForTheExecutorToSay() {
    Verdict cancelled = new Verdict.Cancelled(ADA, "not needed");
    ChangeStory tooLate = new ChangeStory().decided(1, APPROVED).decided(2, cancelled);
    assertThat(tooLate.told()).isNull();
    assertThat(completed(tooLate.ended(SUCCEEDED, 21)).outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(completed(tooLate).approvedBy()).containsExactly(GRACE);

    ChangeStory inTime =
        new ChangeStory()
            .decided(1, APPROVED)
            .decided(2, cancelled)
            .ended(
                new ExecutionCancelled(
                    Samples.REQUEST, "orders", PLAN.fingerprint(), ADA, "not needed"),
                21);
    assertThat(completed(inTime).outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void rejected_afterAStalePlan_isTheOutcomeInEitherOrder() {
    Verdict rejected = new Verdict.Rejected(null, "the table exists");

    assertThat(
            completed(new ChangeStory().decided(1, APPROVED).stale().decided(2, rejected))
                .outcome())
        .isEqualTo(Outcome.REJECTED);
    assertThat(
            completed(new ChangeStory().decided(1, APPROVED).decided(2, rejected).stale())
                .outcome())
        .isEqualTo(Outcome.REJECTED);
    assertThat(
            completed(new ChangeStory().stale().decided(1, APPROVED).decided(2, rejected))
                .outcome())
        .isEqualTo(Outcome.REJECTED);
  }

  @Test
  void failed_saysWhatRemainsAndWhatToDo() {
    ChangeStory story =
        new ChangeStory()
            .decided(1, APPROVED)
            .ended(
                new ExecutionFailed(
                    Samples.REQUEST,
                    "orders",
                    PLAN.fingerprint(),
                    FAILURE,
                    List.of("index public.carts_pkey")),
                21);

    assertThat(completed(story).summary())
        .isEqualTo(
            "Failed on orders: relation \"carts\" already exists."
                + " What remains there: index public.carts_pkey.");
    assertThat(message(story).lines()).startsWith("choose another name.");
    assertThat(completed(story).after()).isEmpty();
  }

  @Test
  void undone_saysThatTheTargetIsAsItWas() {
    ChangeStory story =
        new ChangeStory()
            .decided(1, APPROVED)
            .ended(new ExecutionUndone(Samples.REQUEST, "orders", PLAN.fingerprint(), FAILURE), 21);

    assertThat(completed(story).outcome()).isEqualTo(Outcome.UNDONE);
    assertThat(completed(story).summary()).endsWith("The target is as it was.");
  }

  @Test
  void waiting_isToldToPeopleOnlyAndNotAgainForAWordThatChangesNothing() {
    ChangeStory story = new ChangeStory().decided(1, WAITING);
    Message first = message(story);
    assertThat(first.kind()).isEqualTo(Message.Kind.WAITING_FOR_REVIEW);
    assertThat(first.title()).contains("2 approvals are needed").contains("orders");
    assertThat(first.lines()).contains("writers of public.users wait while it commits.");
    assertThat(Objects.requireNonNull(story.told()).completed()).isEmpty();

    story.decided(2, WAITING.note("the requester's own word does not count"));
    assertThat(story.told()).isNull();

    story.decided(
        3, new Verdict.ChangesRequested(GRACE, List.of("add a key"), List.of(), List.of("slow")));
    assertThat(message(story).title()).isEqualTo("grace wants changes first: add a key.");
    assertThat(message(story).lines()).containsExactly("Performance: slow");
    assertThat(message(story).id()).isNotEqualTo(first.id());
  }

  @Test
  void olderDecision_changesNothing() {
    ChangeStory story = new ChangeStory().decided(2, APPROVED).decided(1, WAITING);

    assertThat(story.told()).isNull();
    assertThat(completed(story.ended(SUCCEEDED, 21)).outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void stageTimes_ofClocksThatDisagree_areNeverNegative() {
    ChangeStory story =
        new ChangeStory().acceptedAfter(-5).decided(1, APPROVED, PLAN, 30).ended(SUCCEEDED, 15);

    assertThat(completed(story).stageMillis())
        .isEqualTo(Map.of("intake", 0L, "policy", 30L, "queue", 0L, "execution", 0L, "total", 30L));
  }

  @Test
  void message_isBoundedAndEachOfItsTextsIsOneLine() {
    Message message =
        message(
            new ChangeStory()
                .decided(1, new Verdict.Rejected(null, "a\nb\u2028c\0" + "x".repeat(100_000))));

    assertThat(message.title()).startsWith("Rejected: a b c xxx").hasSize(500);
  }

  private static Message message(ChangeStory story) {
    return told(story.told()).message();
  }

  private static ChangeCompleted completed(ChangeStory story) {
    return told(story.told()).completed().orElseThrow();
  }

  private static Notification told(@Nullable Notification notification) {
    assertThat(notification).as("something is told").isNotNull();
    return Objects.requireNonNull(notification);
  }
}
