package io.schemawright.policy.plan;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddCheck;
import io.schemawright.difference.Alteration;
import java.util.List;
import java.util.Optional;

/**
 * ADD CHECK reads the whole table under ACCESS EXCLUSIVE; NOT VALID does not read it, and VALIDATE
 * reads it under SHARE UPDATE EXCLUSIVE (PostgreSQL manual, ALTER TABLE).
 */
final class OnlineCheck implements OnlineSequence {
  @Override
  public Optional<Sequence> of(Alteration alteration, int postgresMajor) {
    if (!(alteration instanceof AddCheck add)
        || add.check().notValid()
        || add.check().notEnforced()) {
      return Optional.empty();
    }
    TableSchema table = add.table();
    CheckConstraint check = add.check();
    CheckConstraint notValid =
        new CheckConstraint(check.name(), check.expression(), check.noInherit(), true, false);
    return Optional.of(
        new Sequence(
            List.of(
                Steps.check(
                    "every row of %s meets %s".formatted(Steps.plain(table), check.expression()),
                    Violations.of(table, "NOT (" + check.expression() + ")"))),
            List.of(
                Steps.transactional(
                    "%s, for new rows".formatted(alteration.summary()),
                    List.of(
                        "ALTER TABLE %s ADD %s"
                            .formatted(Steps.name(table), Ddl.constraint(notValid))),
                    List.of(Steps.dropConstraint(table, check.name()))),
                Steps.alone(
                    "check the rows of %s against %s".formatted(Steps.plain(table), check.name()),
                    Steps.validate(table, check.name()),
                    List.of()))));
  }
}
