package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.Index;
import io.schemawright.difference.AddForeignKey;
import io.schemawright.difference.AddIndex;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.stream.Stream;

/** Without an index every delete of a referenced row reads the whole referencing table. */
@AutoService(PolicyRule.class)
public final class ForeignKeyIndexed implements PolicyRule {
  @Override
  public String id() {
    return "foreign-key-indexed";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return Stream.concat(created(proposal), added(proposal));
  }

  private Stream<Finding> added(Proposal proposal) {
    return proposal.about(
        AddForeignKey.class,
        (where, add) ->
            proposal.made().contains(add.object()) || isIndexed(proposal, add)
                ? Stream.empty()
                : Stream.of(
                    finding(
                        where,
                        add.key().columns(),
                        add.key().referencedTable(),
                        add.table().name())));
  }

  private static boolean isIndexed(Proposal proposal, AddForeignKey add) {
    Stream<Index> made =
        proposal.alterations().stream()
            .flatMap(
                placed ->
                    placed.alteration() instanceof AddIndex index
                            && index.object().equals(add.object())
                        ? Stream.of(index.index())
                        : Stream.empty());
    return Indexed.by(add.table(), made, add.key().columns());
  }

  private Stream<Finding> created(Proposal proposal) {
    return proposal
        .creations()
        .flatMap(
            creation ->
                creation
                    .foreignKeys()
                    .filter(key -> !creation.indexed(key.columns()))
                    .map(
                        key ->
                            finding(
                                key.where(),
                                key.columns(),
                                key.references().name(),
                                creation.change().table())));
  }

  private Finding finding(String where, List<String> columns, String referenced, String table) {
    return warning(
        where,
        "no index begins with %s: each delete in %s reads all of %s"
            .formatted(String.join(", ", columns), referenced, table),
        "add an index on " + String.join(", ", columns));
  }
}
