package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.SqlStatement;
import io.schemawright.change.Change;
import io.schemawright.change.Work;
import io.schemawright.plan.Finding;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Statements that somebody wrote can do anything: a person has to read them. */
@AutoService(PolicyRule.class)
public final class HandWrittenSql implements PolicyRule {
  /** Where these stand, rows come from somewhere. */
  private static final Set<String> TOUCHING_ROWS = Set.of("select", "execute", "values");

  @Override
  public String id() {
    return "hand-written-sql";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public boolean mayBeWaived() {
    return false;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .placesOf(Work.Statements.class)
        .map(
            where ->
                warning(
                        where,
                        "the statements are written by hand: no rule can say what they do to rows",
                        "use another kind of change where there is one, or wait for a review")
                    .offering(sameWithoutStatements(proposal)));
  }

  /** Changes of other kinds that lead to the same, where the statements do no more than define. */
  private static List<Change> sameWithoutStatements(Proposal proposal) {
    boolean defines =
        proposal.works().stream()
            .flatMap(work -> work instanceof Work.Statements by ? by.up().stream() : Stream.empty())
            .flatMap(statement -> SqlStatement.split(statement).stream())
            .allMatch(HandWrittenSql::defines);
    return defines ? proposal.written().map(ChangesFor::all).orElse(List.of()) : List.of();
  }

  private static boolean defines(SqlStatement statement) {
    return (statement.begins("create") || statement.begins("alter") || statement.begins("drop"))
        && Collections.disjoint(statement.words(), TOUCHING_ROWS)
        && !(statement.begins("alter") && statement.words().contains("using"))
        && !(statement.begins("create", "table")
            && statement.words().contains("as")
            && !statement.words().contains("generated"));
  }
}
