package io.schemawright.notifier.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.Failure;
import io.schemawright.event.Json;
import io.schemawright.event.ReviewOverdue;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences that people read: what happened, what it means for the target, what to do next. */
final class Wording {
  /** Longer ones are read where the decision is, not in a chat. */
  private static final int LONGEST_OFFER = 600;

  private Wording() {}

  static String completed(String target, @Nullable Plan plan) {
    String done = plan == null ? "" : String.join(", ", Differences.of(plan));
    return done.isEmpty()
        ? "Done on %s.".formatted(target)
        : "%s on %s.".formatted(capitalised(done), target);
  }

  static String rejected(String target, Verdict.Rejected rejected) {
    return "Rejected%s: %s Nothing was changed on %s."
        .formatted(by(rejected.by()), sentence(rejected.reason()), target);
  }

  static String cancelled(String target, Identity by, String reason) {
    return "Cancelled by %s: %s Nothing was changed on %s."
        .formatted(by.name(), sentence(reason), target);
  }

  static String failed(String target, ExecutionFailed failed) {
    return "Failed on %s: %s %s"
        .formatted(
            target,
            sentence(failed.failure().message()),
            failed.remains().isEmpty()
                ? "Nothing was changed."
                : "What remains there: " + sentence(String.join(", ", failed.remains())));
  }

  static String undone(String target, Failure failure) {
    return "Failed half-way on %s and was undone: %s The target is as it was."
        .formatted(target, sentence(failure.message()));
  }

  static String waiting(String target, Verdict.Waiting waiting) {
    int missing = Math.max(0, waiting.approvalsNeeded() - waiting.approvals().size());
    return "Waits for review: %d approval%s needed before it is run on %s, due %s."
        .formatted(missing, missing == 1 ? " is" : "s are", target, waiting.reviewDue());
  }

  static String overdue(ReviewOverdue overdue) {
    int missing = Math.max(0, overdue.approvalsNeeded() - overdue.approvals());
    return "The review is overdue since %s: %d approval%s still missing, nothing runs on %s before."
        .formatted(overdue.reviewDue(), missing, missing == 1 ? " is" : "s are", overdue.target());
  }

  static String changesRequested(Verdict.ChangesRequested requested) {
    return "%s wants changes first: %s"
        .formatted(requested.by().name(), sentence(String.join("; ", requested.requiredChanges())));
  }

  /** Who asked and who said yes. */
  static String people(Identity requestedBy, List<Identity> approvedBy, Outcome outcome) {
    String asked = "Asked for by " + requestedBy.name();
    if (!approvedBy.isEmpty()) {
      return asked
          + ", approved by "
          + approvedBy.stream().map(Identity::name).collect(Collectors.joining(", "))
          + ".";
    }
    return outcome == Outcome.COMPLETED ? asked + ", approved by policy." : asked + ".";
  }

  static List<String> findings(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      lines.add(
          "%s (%s): %s %s"
              .formatted(
                  finding.severity().name().toLowerCase(Locale.ROOT),
                  finding.rule(),
                  sentence(finding.message()),
                  sentence(finding.remedy())));
      if (!finding.instead().isEmpty()) {
        lines.add(instead(finding));
      }
    }
    return lines;
  }

  private static String instead(Finding finding) {
    String changes;
    try {
      changes = Json.mapper().writeValueAsString(finding.instead());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the changes of a finding have no JSON form", e);
    }
    return changes.length() <= LONGEST_OFFER
        ? "Ready to be sent in the place of %s: %s".formatted(finding.where(), changes)
        : "The decision has changes that are ready to be sent in the place of %s."
            .formatted(finding.where());
  }

  /** {@code text} with one full stop at its end. */
  static String sentence(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() || ".!?".indexOf(stripped.charAt(stripped.length() - 1)) >= 0
        ? stripped
        : stripped + ".";
  }

  private static String by(@Nullable Identity identity) {
    return identity == null ? "" : " by " + identity.name();
  }

  private static String capitalised(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
