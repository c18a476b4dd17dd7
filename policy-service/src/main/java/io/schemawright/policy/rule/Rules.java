package io.schemawright.policy.rule;

import io.schemawright.plan.Finding;
import io.schemawright.plan.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All rules together. Immutable. */
public final class Rules {
  /** The finding in place of those of a rule that threw. */
  public static final String RULE_FAILED = "rule-failed";

  private static final Logger LOG = LoggerFactory.getLogger(Rules.class);
  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::severity)
          .reversed()
          .thenComparing(Finding::where)
          .thenComparing(Finding::rule);

  private final List<PolicyRule> all;
  private final Set<String> needingAPerson;

  private Rules(List<PolicyRule> all) {
    this.all = all;
    this.needingAPerson =
        all.stream()
            .filter(PolicyRule::needsAPerson)
            .map(PolicyRule::id)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The rules on the class path. */
  public static Rules load() {
    return of(
        ServiceLoader.load(PolicyRule.class, Rules.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /** These rules, in the order of their names. */
  public static Rules of(List<PolicyRule> rules) {
    return new Rules(rules.stream().sorted(Comparator.comparing(PolicyRule::id)).toList());
  }

  /** Each of them. */
  public List<PolicyRule> all() {
    return all;
  }

  /**
   * What they find, worst first, with the severities that the policy set gives them.
   *
   * <p>A rule that throws gives an error that names it: what cannot be judged is refused.
   */
  public List<Finding> check(Proposal proposal) {
    List<Finding> findings = new ArrayList<>();
    for (PolicyRule rule : all) {
      try {
        rule.check(proposal)
            .map(finding -> inForce(finding, rule, proposal))
            .forEach(findings::add);
      } catch (RuntimeException e) {
        LOG.atError()
            .setCause(e)
            .addKeyValue("rule", rule.id())
            .addKeyValue("requestId", proposal.request().requestId())
            .log("a rule failed, the request is refused");
        findings.add(
            new Finding(
                RULE_FAILED,
                Severity.ERROR,
                "$",
                "the rule '%s' could not judge this request".formatted(rule.id()),
                "this is a fault of Schemawright: tell its operator, and send the request again"
                    + " under a new id when it is mended"));
      }
    }
    findings.addAll(Waivers.withoutEffect(proposal, this::find));
    findings.sort(WORST_FIRST);
    return List.copyOf(findings);
  }

  /** The rule of that name. */
  public Optional<PolicyRule> find(String id) {
    return all.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /** Whether a finding keeps a change from being approved without a person. */
  public boolean needsAPerson(Finding finding) {
    return finding.waived() == null
        && (finding.severity() == Severity.ERROR || needingAPerson.contains(finding.rule()));
  }

  /** The finding with the severity that the policy set gives it, waived where that is allowed. */
  private static Finding inForce(Finding finding, PolicyRule rule, Proposal proposal) {
    Severity severity = proposal.policySet().severities().get(rule.id());
    return Waivers.applied(
        severity == null ? finding : finding.withSeverity(severity), rule, proposal);
  }
}
