package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A foreign key needs its table in the same database: PostgreSQL has no keys across databases, and
 * what a request that is not decided yet would create may never be there.
 */
@AutoService(PolicyRule.class)
public final class ForeignKeyTargetExists implements PolicyRule {
  @Override
  public String id() {
    return "foreign-key-target-missing";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    Set<ObjectRef> created = new HashSet<>();
    List<Finding> findings = new ArrayList<>();
    proposal
        .creations()
        .forEach(
            creation -> {
              created.add(creation.table());
              creation
                  .foreignKeys()
                  .filter(key -> !created.contains(key.references()))
                  .filter(key -> proposal.surroundings().find(key.references()).isEmpty())
                  .forEach(key -> findings.add(missing(proposal, key)));
            });
    return findings.stream();
  }

  private Finding missing(Proposal proposal, Creation.PlacedKey key) {
    String table = key.references().schema() + "." + key.references().name();
    return proposal
        .surroundings()
        .pendingFor(key.references())
        .map(
            pending ->
                error(
                    key.where(),
                    "the foreign key needs %s, which only the request %s would create, and that is"
                            .formatted(table, pending)
                        + " not decided yet",
                    "send this request again when %s is approved, or put both changes into one"
                        .formatted(pending)))
        .orElseGet(
            () ->
                error(
                    key.where(),
                    "the foreign key needs %s, and there is no such table in %s"
                        .formatted(table, proposal.request().target()),
                    "create it earlier in this request; if it lives in another database, store its"
                        + " id without a key and keep up with it through events"));
  }
}
