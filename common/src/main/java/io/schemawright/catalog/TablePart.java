package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table that the model holds only as SQL, as PostgreSQL prints it. Except for {@link
 * Kind#STRUCTURE} that is a whole statement that makes the part when the table is there; {@code
 * removal} is the one that takes it away, null where there is none.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record TablePart(
    @JsonInclude(JsonInclude.Include.ALWAYS) Kind kind,
    String name,
    String definition,
    @Nullable String removal) {

  /** A part that no statement takes away again. */
  public TablePart(Kind kind, String name, String definition) {
    this(kind, name, definition, null);
  }

  /** What the part is, in the order in which parts can be made. */
  public enum Kind {
    /** Inheritance, a type the table is of, an access method: what only CREATE TABLE can say. */
    @JsonProperty("structure")
    STRUCTURE,
    /** An index with attributes that {@link Index} does not have. */
    @JsonProperty("index")
    INDEX,
    /** A constraint with an attribute that the records do not have. */
    @JsonProperty("constraint")
    CONSTRAINT,
    @JsonProperty("statistics")
    STATISTICS,
    @JsonProperty("trigger")
    TRIGGER,
    @JsonProperty("rule")
    RULE,
    @JsonProperty("policy")
    POLICY,
    /**
     * That a publication names the table; one for all tables, or for a schema, is no part of it.
     */
    @JsonProperty("publication")
    PUBLICATION,
    /** A storage parameter, a statistics target, replica identity, row security. */
    @JsonProperty("setting")
    SETTING,
    @JsonProperty("comment")
    COMMENT
  }

  public TablePart {
    if (definition.isBlank()) {
      throw new IllegalArgumentException(kind + " '" + name + "' has no definition");
    }
  }
}
