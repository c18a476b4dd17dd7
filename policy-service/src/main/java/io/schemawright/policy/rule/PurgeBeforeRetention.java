package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/**
 * A dropped table is kept for a while so that the drop can be rolled back; whoever wants it purged
 * before that time is over, or where nobody knows when it was dropped, needs another's word. Who
 * asks does not matter: a request can come under any name.
 */
@AutoService(PolicyRule.class)
public final class PurgeBeforeRetention implements PolicyRule {
  @Override
  public String id() {
    return "purge-before-retention";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.onlyPurgesWhatIsDue()
        ? Stream.empty()
        : proposal
            .purges()
            .map(
                where ->
                    warning(
                        where,
                        proposal
                            .surroundings()
                            .trashKeptUntil()
                            .map(
                                "the dropped table is to be kept until %s, so that it can be brought back"
                                    ::formatted)
                            .orElse("nobody knows for how long the dropped table is to be kept"),
                        "wait until then: it is purged by itself; or make sure that nobody wants its"
                            + " rows back, and wait for a review"));
  }
}
