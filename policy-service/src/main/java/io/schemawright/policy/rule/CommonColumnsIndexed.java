package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ids of other things and creation times are what rows are looked up and sorted by. */
@AutoService(PolicyRule.class)
public final class CommonColumnsIndexed implements PolicyRule {
  @Override
  public String id() {
    return "common-columns-indexed";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.creations().flatMap(creation -> check(proposal, creation));
  }

  private Stream<Finding> check(Proposal proposal, Creation creation) {
    // What a foreign key covers has a rule of its own.
    Set<String> keyed =
        creation.foreignKeys().flatMap(key -> key.columns().stream()).collect(Collectors.toSet());
    return creation
        .columns()
        .filter(placed -> placed.name().endsWith("_id") || placed.name().equals("created_at"))
        .filter(placed -> !keyed.contains(placed.name()))
        .filter(placed -> !Indexed.by(proposal, creation, List.of(placed.name())))
        .map(
            placed ->
                warning(
                        placed.where(),
                        "'%s' has no index: looking up or sorting by it reads the whole table"
                            .formatted(placed.name()),
                        "add an index idx_%s_%s"
                            .formatted(creation.change().table(), placed.name()))
                    .offering(
                        Offer.indexed(
                            proposal,
                            creation.index(),
                            creation.table(),
                            List.of(placed.name()),
                            null)));
  }
}
