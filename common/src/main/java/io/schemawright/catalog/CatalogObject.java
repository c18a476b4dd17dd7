package io.schemawright.catalog;

/** One object as it was read from a database. */
public record CatalogObject(ObjectRef ref, Fingerprint fingerprint, Definition definition) {

  /** The object with the fingerprint that belongs to its definition. */
  public static CatalogObject of(ObjectRef ref, Definition definition) {
    return new CatalogObject(ref, Fingerprint.of(definition), definition);
  }
}
