package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.literal;
import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds a value to an enum in front of another, or at the end. No statement of the same transaction
 * can use it.
 */
public record AddEnumValue(ObjectRef object, String value, @Nullable String before)
    implements Alteration {

  @Override
  public String summary() {
    return "add value %s to enum %s".formatted(value, object);
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TYPE %s ADD VALUE %s%s"
            .formatted(
                quote(object.schema(), object.name()),
                literal(value),
                before == null ? "" : " BEFORE " + literal(before)));
  }
}
