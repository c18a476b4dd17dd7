package io.schemawright.event;

import io.schemawright.catalog.ObjectRef;

/** An object is gone: a tombstone, whose key says all. */
public record CatalogObjectRemoved(String target, ObjectRef object) implements Event {

  /**
   * The removal that a tombstone's key stands for.
   *
   * @throws IllegalArgumentException if it is not {@code target/kind/schema.name}
   */
  public static CatalogObjectRemoved ofKey(String key) {
    int slash = key.indexOf('/');
    if (slash <= 0) {
      throw new IllegalArgumentException("not a catalog key: \"" + key + "\"");
    }
    return new CatalogObjectRemoved(
        key.substring(0, slash), ObjectRef.parse(key.substring(slash + 1)));
  }

  @Override
  public String key() {
    return target + "/" + object.key();
  }
}
