package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.difference.RenameColumn;
import io.schemawright.difference.RenameTable;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.stream.Stream;

/** Every query with the old name of a table or a column fails the moment the new one is there. */
@AutoService(PolicyRule.class)
public final class BreakingRename implements PolicyRule {
  @Override
  public String id() {
    return "breaking-rename";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return Stream.concat(
        proposal.about(
            RenameTable.class,
            (where, rename) -> Stream.of(finding(where, rename.from().name(), rename.to().name()))),
        proposal.each(
            RenameColumn.class,
            (placed, rename) ->
                Stream.of(
                    finding(placed.where(), rename.from(), rename.to())
                        .offering(
                            rename
                                .table()
                                .column(rename.from())
                                .map(
                                    old ->
                                        Offer.beside(
                                            proposal, placed, old, rename.to(), old.type()))
                                .orElse(List.of())))));
  }

  private Finding finding(String where, String from, String to) {
    return warning(
        where,
        "every query that says '%s' fails once it is '%s'".formatted(from, to),
        "expand and contract: add the new one beside it, move readers and writers, drop the old"
            + " one");
  }
}
