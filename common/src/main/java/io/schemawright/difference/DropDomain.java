package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.DomainType;
import io.schemawright.catalog.ObjectRef;
import java.util.List;

/** Drops a domain. */
public record DropDomain(ObjectRef object, DomainType domain) implements Alteration {

  @Override
  public String summary() {
    return "drop domain %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    return List.of(Ddl.drop(object));
  }
}
