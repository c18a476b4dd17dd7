package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Limits;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request asks for no more than the policy set's limits let it. */
@AutoService(PolicyRule.class)
public final class WithinLimits implements PolicyRule {
  @Override
  public String id() {
    return "within-limits";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    Limits limits = proposal.policySet().limitsOrNone();
    return Stream.concat(
        refusal(
            "$.changes",
            "changes",
            proposal.request().changes().size(),
            limits.changesPerRequest(),
            "split it into several requests"),
        proposal
            .creations()
            .flatMap(
                creation ->
                    Stream.concat(
                        refusal(
                            creation.at(".columns"),
                            "columns",
                            creation.change().columns().size(),
                            limits.columnsPerTable(),
                            "make several tables of it"),
                        refusal(
                            creation.at(".indexes"),
                            "indexes",
                            creation.change().indexes().size(),
                            limits.indexesPerTable(),
                            "leave out those that no query needs"))));
  }

  private Stream<Finding> refusal(
      String where, String what, int wanted, @Nullable Integer most, String remedy) {
    return most == null || wanted <= most
        ? Stream.empty()
        : Stream.of(
            error(where, "%d %s, at most %d are allowed".formatted(wanted, what, most), remedy));
  }
}
