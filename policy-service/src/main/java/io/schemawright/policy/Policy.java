package io.schemawright.policy;

import io.schemawright.plan.Finding;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Risk;
import io.schemawright.plan.RiskLevel;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.rule.Proposal;
import io.schemawright.policy.rule.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Judges proposals: findings, risk and verdict. Pure; thread-safe.
 *
 * <p>On doubt it refuses: an error rejects, and nothing is approved automatically that was not
 * rehearsed, is of more risk than the policy set leaves to it, or has a finding that needs a
 * person.
 */
public final class Policy {
  private final Rules rules;

  /** Judges by these rules. */
  public Policy(Rules rules) {
    this.rules = rules;
  }

  /**
   * What is thought of a proposal.
   *
   * @param verdict what is decided
   * @param findings what the rules say
   * @param risk how dangerous it is
   */
  public record Opinion(Verdict verdict, List<Finding> findings, Risk risk) {}

  /** What the rules say about the proposal, worst first. */
  public List<Finding> findings(Proposal proposal) {
    return rules.check(proposal);
  }

  /**
   * The verdict on a proposal that was rehearsed.
   *
   * @param planned whether there is a plan to approve
   * @param now from when the time for a review counts
   */
  public Opinion judge(Proposal proposal, boolean planned, Instant now) {
    List<Finding> findings = findings(proposal);
    Risk risk = Risks.of(proposal);
    return new Opinion(
        settled(proposal, verdict(proposal, planned, findings, risk, now)), findings, risk);
  }

  /** The verdict on a proposal that these findings, errors among them, rule out. */
  public Opinion refuse(List<Finding> findings) {
    return new Opinion(refusal(findings), findings, new Risk(RiskLevel.LOW, List.of()));
  }

  /** Whether any of them is an error. */
  public static boolean hasErrors(List<Finding> findings) {
    return findings.stream().anyMatch(Finding::isRefusal);
  }

  private Verdict verdict(
      Proposal proposal, boolean planned, List<Finding> findings, Risk risk, Instant now) {
    if (hasErrors(findings)) {
      return refusal(findings);
    }
    PolicySet set = proposal.policySet();
    boolean automatic =
        planned
            && set.autoApproves(proposal.request().target(), risk.level())
            && findings.stream().noneMatch(rules::needsAPerson);
    return automatic
        ? new Verdict.Approved(true, List.of())
        : Verdict.Waiting.of(
            set.reviewersOf(risk.level()), now.plus(Duration.ofHours(set.reviewHours())));
  }

  private static Verdict settled(Proposal proposal, Verdict verdict) {
    if (!proposal.request().dryRun() || verdict instanceof Verdict.Rejected) {
      return verdict;
    }
    String outcome = verdict instanceof Verdict.Approved ? "approved" : "given to a reviewer";
    return new Verdict.Cancelled(
        proposal.submission().requester(),
        "dry run: the change would have been %s; nothing was done".formatted(outcome));
  }

  private static Verdict.Rejected refusal(List<Finding> findings) {
    List<Finding> errors = findings.stream().filter(Finding::isRefusal).toList();
    String first = errors.get(0).message();
    return new Verdict.Rejected(
        null,
        errors.size() == 1 ? first : "%s; and %d more to mend".formatted(first, errors.size() - 1));
  }
}
