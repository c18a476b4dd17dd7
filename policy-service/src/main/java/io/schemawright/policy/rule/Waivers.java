package io.schemawright.policy.rule;

import io.schemawright.plan.Finding;
import io.schemawright.plan.Severity;
import io.schemawright.request.Waiver;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What the waivers of a request do to what the rules found. Pure. */
final class Waivers {
  /** The finding about a waiver that changes nothing. */
  static final String WITHOUT_EFFECT = "waiver-without-effect";

  private Waivers() {}

  /** The finding, waived if the request asks for it and the policy set and the rule allow it. */
  static Finding applied(Finding finding, PolicyRule rule, Proposal proposal) {
    if (!rule.mayBeWaived()) {
      return finding;
    }
    return proposal.request().waivers().stream()
        .filter(waiver -> waiver.isFor(finding.rule(), finding.where()))
        .filter(waiver -> proposal.policySet().allows(waiver))
        .findFirst()
        .map(waiver -> finding.waivedBy(author(waiver, proposal), waiver.reason()))
        .orElse(finding);
  }

  private static String author(Waiver waiver, Proposal proposal) {
    return Objects.requireNonNullElse(waiver.author(), proposal.request().requestedBy());
  }

  /** Why waivers of the request that are not allowed change nothing, as advice. */
  static List<Finding> withoutEffect(
      Proposal proposal, Function<String, Optional<PolicyRule>> rules) {
    List<Waiver> waivers = proposal.request().waivers();
    return IntStream.range(0, waivers.size())
        .boxed()
        .flatMap(
            i ->
                hindrance(waivers.get(i), proposal, rules).stream()
                    .map(
                        why ->
                            new Finding(
                                WITHOUT_EFFECT,
                                Severity.ADVICE,
                                "$.waivers[" + i + "]",
                                "the waiver changes nothing: " + why,
                                "mend what the rule finds, or ask the operators of Schemawright")))
        .toList();
  }

  private static Optional<String> hindrance(
      Waiver waiver, Proposal proposal, Function<String, Optional<PolicyRule>> rules) {
    Optional<PolicyRule> rule = rules.apply(waiver.rule());
    if (rule.isEmpty()) {
      return Optional.of("there is no rule '%s'".formatted(waiver.rule()));
    }
    if (!rule.get().mayBeWaived()) {
      return Optional.of("nobody is let off the rule '%s'".formatted(waiver.rule()));
    }
    return proposal.policySet().allows(waiver)
        ? Optional.empty()
        : Optional.of(
            "the policy set '%s' lets nobody off the rule '%s'"
                .formatted(proposal.policySet().name(), waiver.rule()));
  }
}
