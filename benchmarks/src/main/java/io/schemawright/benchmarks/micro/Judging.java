package io.schemawright.benchmarks.micro;

import io.schemawright.plan.Finding;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Severity;
import io.schemawright.policy.Policy;
import io.schemawright.policy.rule.Proposal;
import io.schemawright.policy.rule.Rules;
import io.schemawright.policy.rule.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Every rule looks once at a request to create a table that none of them refuses. */
@State(Scope.Benchmark)
public class Judging {
  private final Policy policy = new Policy(Rules.load());
  private final Proposal proposal =
      new Proposal(
          Requests.createTable("carts"),
          Requests.submission(),
          new PolicySet(
              "bench",
              1,
              Set.of("sandbox"),
              Set.of("users"),
              Set.of("uuid", "text", "jsonb", "timestamptz"),
              1,
              48,
              Map.of()),
          Surroundings.empty(),
          Optional.empty());

  /** What a rule refuses takes another way. */
  @Setup
  public void requireNoError() {
    for (Finding finding : allRules()) {
      if (finding.severity() == Severity.ERROR) {
        throw new IllegalStateException("Our own request breaks a rule: " + finding);
      }
    }
  }

  /** One pass. */
  @Benchmark
  public List<Finding> allRules() {
    return policy.findings(proposal);
  }
}
