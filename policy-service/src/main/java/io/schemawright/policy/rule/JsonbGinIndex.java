package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.IndexKey;
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
        .newColumns()
        .filter(column -> column.isOf("jsonb"))
        .filter(column -> !hasGin(proposal, column))
        .map(
            column ->
                warning(
                        column.where(),
                        "the jsonb column '%s' has no GIN index: a search inside of it reads the"
                                .formatted(column.name())
                            + " whole table",
                        "add an index of type gin on %s, or ignore this where nobody searches it"
                            .formatted(column.name()))
                    .offering(
                        Offer.indexed(
                            proposal,
                            column.change(),
                            column.table(),
                            List.of(column.name()),
                            "gin")));
  }

  private static boolean hasGin(Proposal proposal, NewColumn column) {
    Stream<IndexKey> created =
        proposal
            .creations()
            .filter(creation -> creation.table().equals(column.table()))
            .flatMap(creation -> creation.change().indexes().stream())
            .filter(index -> "gin".equalsIgnoreCase(index.method()))
            .flatMap(index -> index.columns().stream());
    Stream<IndexKey> added =
        Indexed.made(proposal, column.table())
            .filter(index -> index.method().equals("gin"))
            .flatMap(index -> index.keys().stream());
    return Stream.concat(created, added).anyMatch(key -> column.name().equals(key.column()));
  }
}
