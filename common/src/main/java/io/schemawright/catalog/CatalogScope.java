package io.schemawright.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Which objects are to be read: those named, or those of some schemas. */
record CatalogScope(boolean named, List<ObjectRef> refs, List<String> schemas) {

  CatalogScope {
    refs = List.copyOf(refs);
    schemas = List.copyOf(schemas);
  }

  static CatalogScope of(Collection<ObjectRef> refs) {
    return new CatalogScope(true, List.copyOf(Set.copyOf(refs)), List.of());
  }

  static CatalogScope schemas(Collection<String> schemas) {
    return new CatalogScope(false, List.of(), List.copyOf(schemas));
  }

  boolean tables() {
    return !named || refs.stream().anyMatch(ref -> ref.kind() == ObjectKind.TABLE);
  }

  boolean others() {
    return !named || refs.stream().anyMatch(ref -> ref.kind() != ObjectKind.TABLE);
  }

  boolean wants(ObjectRef ref) {
    return !named || refs.contains(ref);
  }

  /** The condition on schema {@code n.nspname} and this name; it takes {@link #parameters}. */
  String condition(String name) {
    return named
        ? "(n.nspname, %s::text) IN (SELECT * FROM unnest(?::text[], ?::text[]))".formatted(name)
        : """
          (n.nspname = ANY (?::text[])
            OR (cardinality(?::text[]) = 0 AND n.nspname !~ '^pg_'
                AND n.nspname NOT IN ('information_schema', 'schemawright')))""";
  }

  Array[] parameters(Connection connection) throws SQLException {
    Array first =
        CatalogQuery.texts(
            connection, named ? refs.stream().map(ObjectRef::schema).toList() : schemas);
    Array second =
        CatalogQuery.texts(
            connection, named ? refs.stream().map(ObjectRef::name).toList() : schemas);
    return new Array[] {first, second};
  }
}
