package io.schemawright.catalog;

/** Pieces that several questions to the catalog share. */
final class CatalogFragments {
  private CatalogFragments() {}

  /**
   * Whether the dependency {@code d} of a sequence on a column says that the sequence is that of an
   * identity or a serial column; {@code def} is the column's default.
   */
  static final String SEQUENCE_OF_COLUMN =
      """
      (d.deptype = 'i'
       OR d.deptype = 'a' AND pg_get_expr(def.adbin, def.adrelid)
          = 'nextval(' || quote_literal(d.objid::regclass::text) || '::regclass)')""";

  /** A collation that is not the type's own, as {@link Column} names it. */
  static String collation(String collation, String ofType) {
    return """
        CASE WHEN %1$s <> %2$s THEN (
               SELECT CASE WHEN cn.nspname = 'pg_catalog' THEN co.collname
                           ELSE '"' || replace(cn.nspname, '"', '""') || '"."'
                                || replace(co.collname, '"', '""') || '"' END
                 FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
                WHERE co.oid = %1$s OFFSET 0) END"""
        .formatted(collation, ofType);
  }

  /** Whether the object belongs to no extension. */
  static String ofNoExtension(String catalog, String oid) {
    return """
        NOT EXISTS (SELECT FROM pg_depend ext
                     WHERE ext.classid = %s AND ext.objid = %s AND ext.deptype = 'e')"""
        .formatted(catalog, oid);
  }
}
