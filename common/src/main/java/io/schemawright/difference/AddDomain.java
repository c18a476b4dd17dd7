package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.DomainType;
import io.schemawright.catalog.ObjectRef;
import java.util.List;

/** Creates a domain. */
public record AddDomain(ObjectRef object, DomainType domain) implements Alteration {

  @Override
  public String summary() {
    return "create domain %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    return Ddl.createDomain(object, domain);
  }
}
