package io.schemawright.policy.plan;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Ddl;
import io.schemawright.difference.AddCheck;
import io.schemawright.difference.Alteration;
import java.util.List;

/** A check for new rows, then the proof for the old ones. */
final class OnlineCheck implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (!(alteration instanceof AddCheck add)
        || !site.inUse(add.table())
        || add.check().notValid()
        || add.check().notEnforced()) {
      return List.of();
    }
    CheckConstraint check = add.check();
    CheckConstraint unproved =
        new CheckConstraint(check.name(), check.expression(), check.noInherit(), true, false);
    return Validation.steps(add.summary(), add.table(), check.name(), Ddl.constraint(unproved));
  }
}
