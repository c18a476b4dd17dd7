package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.change.RequestedColumn;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/**
 * A table without a primary key cannot say which row is meant: updates hit several, replication
 * stops. The auto-create form cannot name one, so there it is a warning.
 */
@AutoService(PolicyRule.class)
public final class RequirePrimaryKey implements PolicyRule {
  /** The form of a submission that cannot name a primary key. */
  public static final String AUTO_CREATE_FORM = "auto-create";

  private static final RequestedColumn ID =
      new RequestedColumn(
          "id", "uuid", null, "gen_random_uuid()", true, false, null, null, null, null, null);

  @Override
  public String id() {
    return "require-primary-key";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    boolean cannotNameOne = proposal.submission().form().equals(AUTO_CREATE_FORM);
    return proposal
        .creations()
        .filter(creation -> creation.primaryKeys().isEmpty())
        .map(
            creation -> {
              String message =
                  "the table %s has no primary key: no row can be told from its twin"
                      .formatted(creation.change().table());
              String remedy = "add a column id of type uuid with default gen_random_uuid()";
              return (cannotNameOne
                      ? warning(creation.path(), message, remedy)
                      : error(creation.path(), message, remedy))
                  .offering(Offer.with(proposal, creation, ID));
            });
  }
}
