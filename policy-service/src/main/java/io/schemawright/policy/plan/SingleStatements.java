package io.schemawright.policy.plan;

import io.schemawright.difference.AddEnumValue;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.ValidateConstraint;
import java.util.List;

/**
 * What has a transaction of its own wherever it runs: no statement of the same transaction may use
 * a new enum value, and a proof reads a whole table.
 */
final class SingleStatements implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (alteration instanceof AddEnumValue add) {
      return List.of(DraftStep.alone(add.summary(), add.statements().get(0), List.of()));
    }
    if (alteration instanceof ValidateConstraint validate) {
      return List.of(Validation.validate(validate.summary(), validate.table(), validate.name()));
    }
    return List.of();
  }
}
