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
    @Nullable String comment)
    implements Definition {
  public DomainType {
    checks = Parts.list(checks);
  }

  @Override
  public DomainType sorted() {
    return new DomainType(
        type,
        nullable,
        defaultValue,
        collation,
        Parts.sorted(checks, Comparator.comparing(CheckConstraint::name)),
        comment);
  }
}
