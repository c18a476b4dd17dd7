package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Work;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.RenameTable;
import io.schemawright.plan.Finding;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The protected tables are the system's own: no request alters, fills, drops or renames one. */
@AutoService(PolicyRule.class)
public final class ProtectedTableAltered implements PolicyRule {
  @Override
  public String id() {
    return "protected-table-altered";
  }

  @Override
  public boolean mayBeWaived() {
    return false;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    Stream<Finding> altered =
        proposal.about(
            Alteration.class,
            (where, alteration) -> {
              boolean renamed =
                  alteration instanceof RenameTable rename && isProtected(proposal, rename.to());
              return renamed || isAltered(proposal, alteration)
                  ? Stream.of(refusal(where, alteration.object()))
                  : Stream.empty();
            });
    Stream<Finding> filled =
        IntStream.range(0, proposal.works().size())
            .boxed()
            .flatMap(
                i ->
                    proposal.works().get(i) instanceof Work.Backfill backfill
                            && isProtected(proposal, backfill.table())
                        ? Stream.of(refusal("$.changes[" + i + "]", backfill.table()))
                        : Stream.empty());
    return Stream.concat(altered, filled).distinct();
  }

  /** A new table has a rule of its own. */
  private static boolean isAltered(Proposal proposal, Alteration alteration) {
    return !(alteration instanceof AddTable) && isProtected(proposal, alteration.object());
  }

  private static boolean isProtected(Proposal proposal, ObjectRef ref) {
    return ref.kind() == ObjectKind.TABLE
        && proposal.policySet().protectedTables().contains(ref.name().toLowerCase(Locale.ROOT));
  }

  private Finding refusal(String where, ObjectRef table) {
    return error(
        where,
        "'%s' is a protected table, no request may change it".formatted(table.name()),
        "ask the operators of Schemawright");
  }
}
