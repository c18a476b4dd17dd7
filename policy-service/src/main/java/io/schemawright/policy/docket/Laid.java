package io.schemawright.policy.docket;

import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.plan.ObjectState;
import io.schemawright.request.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * An end state of an approved change that the catalog does not show yet.
 *
 * @param request the change
 * @param state how the object will be
 * @param version the catalog's version that shows it; absent as long as it is not known
 */
public record Laid(RequestId request, ObjectState state, @Nullable Long version) {

  /** Whether this catalog record shows it, or a later state. */
  public boolean endsWith(CatalogObjectChanged changed) {
    return request.equals(changed.change()) || (version != null && changed.version() >= version);
  }
}
