package io.schemawright.policy.review;

import io.schemawright.event.DecisionMade;
import io.schemawright.event.ReviewGiven;
import io.schemawright.plan.Approval;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import io.schemawright.request.Review;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** What a person's word does to a decision. Pure. */
public final class Reviews {
  private Reviews() {}

  /**
   * The verdict after {@code given}; empty where the word does not count at all, because nothing
   * waits for it.
   */
  public static Optional<Verdict> answer(DecisionMade decision, ReviewGiven given) {
    return decision
        .verdict()
        .fold(
            approved -> cancellation(given).map(cancel -> approved.cancel(given.by(), cancel)),
            waiting -> Optional.of(answer(decision, waiting, given)),
            changesRequested ->
                cancellation(given).map(cancel -> changesRequested.cancel(given.by(), cancel)),
            rejected -> Optional.empty(),
            cancelled -> Optional.empty());
  }

  private static Optional<String> cancellation(ReviewGiven given) {
    return given
        .review()
        .fold(
            approve -> Optional.empty(),
            requestChanges -> Optional.empty(),
            reject -> Optional.empty(),
            cancel -> Optional.of(cancel.reason()));
  }

  private static Verdict answer(DecisionMade decision, Verdict.Waiting waiting, ReviewGiven given) {
    Identity by = given.by();
    return given
        .review()
        .fold(
            approve -> approve(decision, waiting, by, approve),
            changes ->
                waiting.requestChanges(
                    by,
                    changes.requiredChanges(),
                    changes.recommendations(),
                    changes.performanceNotes()),
            reject -> waiting.reject(by, reject.reason()),
            cancel -> waiting.cancel(by, cancel.reason()));
  }

  private static Verdict approve(
      DecisionMade decision, Verdict.Waiting waiting, Identity by, Review.Approve approve) {
    if (isRequester(decision, by)) {
      return waiting.note(
          "the approval of %s does not count: it is their own request; somebody else must look"
              .formatted(by.name()));
    }
    if (waiting.approvals().stream().anyMatch(given -> samePerson(given.by().name(), by.name()))) {
      return waiting.note(
          "%s has approved already; another person must look as well".formatted(by.name()));
    }
    if (waiting.role() != null && !waiting.role().equals(by.role())) {
      return waiting.note(
          "the approval of %s does not count: it needs the role '%s'"
              .formatted(by.name(), waiting.role()));
    }
    if (waiting.verifiedOnly() && !by.verified()) {
      return waiting.note(
          "the approval of %s does not count: nothing but their word says who they are"
              .formatted(by.name()));
    }
    Plan plan = decision.plan();
    if (plan == null) {
      return waiting.note(
          "the approval of %s does not count: there was no plan to look at".formatted(by.name()));
    }
    if (approve.plan() != null && !approve.plan().equals(plan.fingerprint())) {
      return waiting.note(
          "the approval of %s does not count: it is for the plan %s, the plan is now %s; look at it"
                  .formatted(by.name(), approve.plan(), plan.fingerprint())
              + " and approve again");
    }
    return waiting.approve(new Approval(by, plan.fingerprint(), approve.comment()));
  }

  private static boolean isRequester(DecisionMade decision, Identity by) {
    return samePerson(decision.submission().requester().name(), by.name())
        || samePerson(decision.request().requestedBy(), by.name());
  }

  /** Whether two names are one to the eye: letter case, blanks around and width do not count. */
  static boolean samePerson(String one, String other) {
    return normal(one).equals(normal(other));
  }

  private static String normal(String name) {
    // Upper case first: it unites what has several lower-case forms.
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .strip()
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }
}
