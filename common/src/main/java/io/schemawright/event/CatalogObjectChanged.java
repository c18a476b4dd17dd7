package io.schemawright.event;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.request.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * An object as it is now. Published anew under the same version when a table's size or traffic has
 * changed notably.
 *
 * @param target the database it is in
 * @param object its definition and fingerprint
 * @param version from 1, raised whenever the definition changes
 * @param change the request that led to this version; absent where nobody asked
 * @param statistics its size and traffic, for tables
 */
public record CatalogObjectChanged(
    String target,
    CatalogObject object,
    long version,
    @Nullable RequestId change,
    @Nullable TableStatistics statistics)
    implements Event {
  @Override
  public String key() {
    return target + "/" + object.ref().key();
  }

  @Override
  public String part() {
    return key() + "/" + version;
  }
}
