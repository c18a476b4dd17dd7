package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.difference.AddForeignKey;
import io.schemawright.plan.Finding;
import java.util.List;
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
    return proposal
        .newColumns()
        .filter(column -> column.name().endsWith("_id") || column.name().equals("created_at"))
        .filter(column -> !isKeyed(proposal, column))
        .filter(column -> !Indexed.by(proposal, column.table(), List.of(column.name())))
        .map(
            column ->
                warning(
                        column.where(),
                        "'%s' has no index: looking up or sorting by it reads the whole table"
                            .formatted(column.name()),
                        "add an index idx_%s_%s".formatted(column.table().name(), column.name()))
                    .offering(
                        Offer.indexed(
                            proposal,
                            column.change(),
                            column.table(),
                            List.of(column.name()),
                            null)));
  }

  /** What a foreign key covers has a rule of its own. */
  private static boolean isKeyed(Proposal proposal, NewColumn column) {
    Stream<List<String>> created =
        proposal
            .creations()
            .filter(creation -> creation.table().equals(column.table()))
            .flatMap(Creation::foreignKeys)
            .map(Creation.PlacedKey::columns);
    Stream<List<String>> added =
        proposal.alterations().stream()
            .map(Proposal.Placed::alteration)
            .filter(alteration -> alteration.object().equals(column.table()))
            .filter(AddForeignKey.class::isInstance)
            .map(alteration -> ((AddForeignKey) alteration).key().columns());
    return Stream.concat(created, added).anyMatch(key -> key.contains(column.name()));
  }
}
