package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What an object is: a model that can be compared part by part, or the text that creates it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TableSchema.class, name = "table"),
  @JsonSubTypes.Type(value = EnumType.class, name = "enum"),
  @JsonSubTypes.Type(value = DomainType.class, name = "domain"),
  @JsonSubTypes.Type(value = FreeSequence.class, name = "sequence"),
  @JsonSubTypes.Type(value = OpaqueDefinition.class, name = "opaque")
})
public sealed interface Definition
    permits TableSchema, EnumType, DomainType, FreeSequence, OpaqueDefinition {

  /**
   * What must be there first, as PostgreSQL noted it when this was read; nothing for what a request
   * wrote. It follows from the rest and is no part of the fingerprint. {@link SchemaState#needs}
   * also knows what the definition itself says.
   */
  List<Dependency> dependsOn();

  /** The same definition with every part in an order that does not depend on how it came about. */
  Definition sorted();
}
