package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.stream.Stream;

/** Questions to the inside of a jsonb column read the whole table unless it has a GIN index. */
@AutoService(PolicyRule.class)
public final class JsonbGinIndex implements PolicyRule {
  @Override
  public String id() {
    return "jsonb-gin-index";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .creations()
        .flatMap(
            creation ->
                creation
                    .columns()
                    .filter(placed -> placed.isOf("jsonb"))
                    .filter(placed -> !hasGin(proposal, creation, placed.name()))
                    .map(
                        placed ->
                            warning(
                                    placed.where(),
                                    "the jsonb column '%s' has no GIN index: a search inside of it"
                                            .formatted(placed.name())
                                        + " reads the whole table",
                                    "add an index of type gin on %s, or ignore this where nobody"
                                            .formatted(placed.name())
                                        + " searches it")
                                .offering(
                                    Offer.indexed(
                                        proposal,
                                        creation.index(),
                                        creation.table(),
                                        List.of(placed.name()),
                                        "gin"))));
  }

  private static boolean hasGin(Proposal proposal, Creation creation, String column) {
    return Indexed.made(proposal, creation.table())
            .filter(index -> index.method().equals("gin"))
            .flatMap(index -> index.keys().stream())
            .anyMatch(key -> column.equals(key.column()))
        || creation.change().indexes().stream()
            .filter(index -> "gin".equalsIgnoreCase(index.method()))
            .flatMap(index -> index.columns().stream())
            .anyMatch(key -> column.equals(key.column()));
  }
}
