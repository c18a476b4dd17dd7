package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A domain: a type with constraints of its own. {@code type} is the one below it. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DomainType(
    String type,
    @JsonInclude(JsonInclude.Include.ALWAYS) boolean nullable,
    @JsonProperty("default") @Nullable String defaultValue,
    @Nullable String collation,
    List<CheckConstraint> checks,
    @Nullable String comment,
    List<Dependency> dependsOn)
    implements Definition {

  /** A domain of which only is known what it says itself. */
  public DomainType(
      String type,
      boolean nullable,
      @Nullable String defaultValue,
      @Nullable String collation,
      List<CheckConstraint> checks,
      @Nullable String comment) {
    this(type, nullable, defaultValue, collation, checks, comment, List.of());
  }

  public DomainType {
    checks = Parts.list(checks);
    dependsOn = Parts.dependencies(dependsOn);
  }

  /** The same, resting on these. */
  DomainType dependingOn(List<Dependency> objects) {
    return new DomainType(type, nullable, defaultValue, collation, checks, comment, objects);
  }

  @Override
  public DomainType sorted() {
    return new DomainType(
        type,
        nullable,
        defaultValue,
        collation,
        Parts.sorted(checks, Comparator.comparing(CheckConstraint::name)),
        comment,
        dependsOn);
  }
}
