package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.Finding;
import java.util.Optional;
import java.util.stream.Stream;

/** A name that is taken, by a table or by a request that still waits, cannot be given again. */
@AutoService(PolicyRule.class)
public final class NewTableName implements PolicyRule {
  @Override
  public String id() {
    return "table-exists";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.creations().flatMap(creation -> check(proposal, creation).stream());
  }

  private Optional<Finding> check(Proposal proposal, Creation creation) {
    ObjectRef table = creation.table();
    String where = creation.at(".table");
    if (proposal.surroundings().find(table).isPresent()) {
      return Optional.of(
          error(
              where,
              "%s exists already in %s, or an approved change is about to create it"
                  .formatted(name(table), proposal.request().target()),
              "look at the existing table in the registry; choose another name, or request a"
                  + " change of that table"));
    }
    return proposal
        .surroundings()
        .pendingFor(table)
        .map(
            pending ->
                error(
                    where,
                    "the request %s, which is not decided yet, would create %s"
                        .formatted(pending, name(table)),
                    "join that request, wait for its end, or choose another name"));
  }

  private static String name(ObjectRef table) {
    return "the table " + table.schema() + "." + table.name();
  }
}
