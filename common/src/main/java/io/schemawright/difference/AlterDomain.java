package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.DomainType;
import io.schemawright.catalog.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Changes the default, the checks or the nullability of a domain; its type stays. */
public record AlterDomain(ObjectRef object, DomainType before, DomainType after)
    implements Alteration {

  @Override
  public String summary() {
    return "change domain %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    String alter = "ALTER DOMAIN " + quote(object.schema(), object.name()) + " ";
    List<String> statements = new ArrayList<>();
    for (CheckConstraint check : before.checks()) {
      if (!after.checks().contains(check) && !after.checks().contains(validated(check))) {
        statements.add(alter + "DROP CONSTRAINT " + quote(check.name()));
      }
    }
    if (!Objects.equals(before.defaultValue(), after.defaultValue())) {
      String value = after.defaultValue();
      statements.add(alter + (value == null ? "DROP DEFAULT" : "SET DEFAULT (" + value + ")"));
    }
    if (before.nullable() != after.nullable()) {
      statements.add(alter + (after.nullable() ? "DROP NOT NULL" : "SET NOT NULL"));
    }
    for (CheckConstraint check : after.checks()) {
      if (before.checks().contains(check)) {
        continue;
      }
      boolean added = before.checks().stream().anyMatch(old -> validated(old).equals(check));
      statements.add(
          alter
              + (added
                  ? "VALIDATE CONSTRAINT " + quote(check.name())
                  : "ADD " + Ddl.constraint(check)));
    }
    return List.copyOf(statements);
  }

  private static CheckConstraint validated(CheckConstraint check) {
    return new CheckConstraint(
        check.name(), check.expression(), check.noInherit(), false, check.notEnforced());
  }
}
