package io.schemawright.policy.rule;

import io.schemawright.catalog.SchemaState;
import io.schemawright.difference.Alteration;
import java.util.List;

/**
 * What statements that a person wrote were seen to alter.
 *
 * @param before what was there before the first of them
 * @param after what was there after the last
 * @param alterations what leads from the one to the other
 */
public record Written(SchemaState before, SchemaState after, List<Alteration> alterations) {
  public Written {
    alterations = List.copyOf(alterations);
  }
}
