package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A column. {@code type} is as {@code format_type} prints it with only {@code pg_catalog} in the
 * search path: {@code character varying(255)}, {@code numeric(10,2)[]}, {@code public.mood}.
 *
 * <p>{@code sequence} is the sequence the column owns: that of an identity column, or, without
 * {@code identity}, that of a serial one. A serial column's {@code nextval} is implied by its
 * sequence and does not stand in {@code defaultValue}.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Column(
    String name,
    String type,
    @JsonInclude(JsonInclude.Include.ALWAYS) boolean nullable,
    @JsonProperty("default") @Nullable String defaultValue,
    @Nullable Identity identity,
    @Nullable OwnedSequence sequence,
    @Nullable Generated generated,
    @Nullable String collation,
    @Nullable String comment) {

  public Column {
    if (name.isEmpty() || type.isBlank()) {
      throw new IllegalArgumentException(
          "a column needs a name and a type, not '" + name + "' and '" + type + "'");
    }
    if (identity != null && sequence == null) {
      throw new IllegalArgumentException("identity column '" + name + "' has no sequence");
    }
    if (generated != null && (defaultValue != null || identity != null)) {
      throw new IllegalArgumentException(
          "generated column '" + name + "' can have neither a default nor an identity");
    }
  }

  /** A column of which nothing but name, type and nullability is known. */
  public static Column of(String name, String type, boolean nullable) {
    return new Column(name, type, nullable, null, null, null, null, null, null);
  }

  /** The same column under another name. */
  public Column withName(String newName) {
    return new Column(
        newName, type, nullable, defaultValue, identity, sequence, generated, collation, comment);
  }

  /** The same column with another type and that type's own collation. */
  public Column withType(String newType) {
    return new Column(
        name, newType, nullable, defaultValue, identity, sequence, generated, null, comment);
  }

  /** The same column with this collation, or with its type's own. */
  public Column withCollation(@Nullable String name) {
    return new Column(
        this.name, type, nullable, defaultValue, identity, sequence, generated, name, comment);
  }

  /** The same column computed like this, or plain. */
  public Column withGenerated(@Nullable Generated computed) {
    return new Column(
        name, type, nullable, defaultValue, identity, sequence, computed, collation, comment);
  }

  /** The same column that owns this sequence, as an identity or, without one, as a serial does. */
  public Column withSequence(@Nullable Identity counted, @Nullable OwnedSequence owned) {
    return new Column(
        name, type, nullable, defaultValue, counted, owned, generated, collation, comment);
  }

  /** The same column with this default, or with none. */
  public Column withDefault(@Nullable String expression) {
    return new Column(
        name, type, nullable, expression, identity, sequence, generated, collation, comment);
  }

  /** The same column that may be null, or may not. */
  public Column withNullable(boolean mayBeNull) {
    return new Column(
        name, type, mayBeNull, defaultValue, identity, sequence, generated, collation, comment);
  }

  /** The same column with this comment, or with none. */
  public Column withComment(@Nullable String text) {
    return new Column(
        name, type, nullable, defaultValue, identity, sequence, generated, collation, text);
  }
}
