package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.change.RequestedIndex;
import io.schemawright.difference.AddIndex;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a policy set has patterns for names, the names of what is new match them as a whole. */
@AutoService(PolicyRule.class)
public final class NamesMatch implements PolicyRule {
  @Override
  public String id() {
    return "names-match";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    if (proposal.policySet().names().isEmpty()) {
      return Stream.empty();
    }
    return Stream.of(
            proposal
                .tableNames()
                .flatMap(table -> refusal(proposal, "table", table.where(), table.name())),
            proposal.creations().flatMap(creation -> ofIndexes(proposal, creation)),
            proposal
                .newColumns()
                .flatMap(column -> refusal(proposal, "column", column.at("name"), column.name())),
            proposal.about(
                AddIndex.class,
                (where, added) ->
                    proposal.made().contains(added.object())
                        ? Stream.empty()
                        : refusal(proposal, "index", where, added.index().name())))
        .flatMap(findings -> findings);
  }

  private Stream<Finding> ofIndexes(Proposal proposal, Creation creation) {
    List<RequestedIndex> indexes = creation.change().indexes();
    return IntStream.range(0, indexes.size())
        .boxed()
        .flatMap(
            i ->
                refusal(
                    proposal,
                    "index",
                    creation.at(".indexes[" + i + "].name"),
                    indexes.get(i).name()));
  }

  /** A name that nobody gave is PostgreSQL's choice. */
  private Stream<Finding> refusal(
      Proposal proposal, String kind, String where, @Nullable String name) {
    String pattern = proposal.policySet().names().get(kind);
    return name == null || pattern == null || name.matches(pattern)
        ? Stream.empty()
        : Stream.of(
            error(
                where,
                "the %s name '%s' does not match the pattern %s".formatted(kind, name, pattern),
                "choose a name that matches as a whole"));
  }
}
