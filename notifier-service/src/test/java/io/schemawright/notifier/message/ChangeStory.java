package io.schemawright.notifier.message;

import io.schemawright.event.DecisionMade;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.Samples;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change to which things happen one by one, and what was told about each. */
final class ChangeStory {
  static final Instant RECEIVED = Samples.submission().receivedAt();

  private Change change = Change.unknown(Samples.REQUEST);
  private @Nullable Notification told;

  ChangeStory acceptedAfter(long millis) {
    change = new Change(change.requestId(), after(millis), null, null, 0, 0, null, false);
    return this;
  }

  ChangeStory decided(int number, Verdict verdict) {
    return decided(number, verdict, Samples.plan(), 10);
  }

  ChangeStory decided(int number, Verdict verdict, Plan plan, long millis) {
    return next(change.decided(new Decided(decision(number, verdict, plan), after(millis))));
  }

  ChangeStory stale() {
    return next(change.stale());
  }

  ChangeStory ended(ExecutionEvent event, long millis) {
    return event instanceof ExecutionStale
        ? stale()
        : next(change.ended(new Ended(event, after(millis))));
  }

  /** What the last thing that happened led to. */
  @Nullable Notification told() {
    return told;
  }

  private ChangeStory next(Change after) {
    told = Notifications.about(change, after).orElse(null);
    change = told != null && told.completed().isPresent() ? after.asTold() : after;
    return this;
  }

  static Instant after(long millis) {
    return RECEIVED.plusMillis(millis);
  }

  static DecisionMade decision(int number, Verdict verdict, Plan plan) {
    DecisionMade sample = Samples.decision(verdict);
    return new DecisionMade(
        sample.request(),
        sample.submission(),
        1,
        number,
        verdict,
        plan,
        sample.rehearsal(),
        sample.findings(),
        sample.risk(),
        List.of(),
        sample.policySet());
  }
}
