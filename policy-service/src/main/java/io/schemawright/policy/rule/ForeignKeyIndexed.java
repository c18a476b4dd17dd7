package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.difference.AddForeignKey;
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
    return proposal.each(
        AddForeignKey.class,
        (placed, add) ->
            proposal.made().contains(add.object())
                    || Indexed.by(
                        add.table(), Indexed.made(proposal, add.object()), add.key().columns())
                ? Stream.empty()
                : Stream.of(
                    finding(
                        proposal,
                        placed.change(),
                        placed.where(),
                        add.key().columns(),
                        add.key().referencedTable(),
                        add.object())));
  }

  private Stream<Finding> created(Proposal proposal) {
    return proposal
        .creations()
        .flatMap(
            creation ->
                creation
                    .foreignKeys()
                    .filter(key -> !Indexed.by(proposal, creation.table(), key.columns()))
                    .map(
                        key ->
                            finding(
                                proposal,
                                creation.index(),
                                key.where(),
                                key.columns(),
                                key.references().name(),
                                creation.table())));
  }

  private Finding finding(
      Proposal proposal,
      int change,
      String where,
      List<String> columns,
      String referenced,
      ObjectRef table) {
    return warning(
            where,
            "no index begins with %s: each delete in %s reads all of %s"
                .formatted(String.join(", ", columns), referenced, table.name()),
            "add an index on " + String.join(", ", columns))
        .offering(Offer.indexed(proposal, change, table, columns, null));
  }
}
