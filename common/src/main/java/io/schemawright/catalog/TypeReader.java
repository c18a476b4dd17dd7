package io.schemawright.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads enums, domains and sequences that are objects of their own. */
final class TypeReader {
  private final CatalogScope scope;
  private final Map<ObjectRef, Definition> definitions = new TreeMap<>();

  TypeReader(CatalogScope scope) {
    this.scope = scope;
  }

  List<CatalogQuery> queries() {
    List<CatalogQuery> queries = new ArrayList<>();
    if (scope.any(ObjectKind.ENUM)) {
      queries.add(CatalogQuery.ofScope(sql(ENUMS, "pg_type", "t", "typname"), this::readEnum));
    }
    if (scope.any(ObjectKind.DOMAIN)) {
      queries.add(CatalogQuery.ofScope(sql(DOMAINS, "pg_type", "t", "typname"), this::readDomain));
    }
    if (scope.any(ObjectKind.SEQUENCE)) {
      queries.add(
          CatalogQuery.ofScope(sql(SEQUENCES, "pg_class", "c", "relname"), this::readSequence));
    }
    return queries;
  }

  /** What was read; {@code dependencies} has those of domains. */
  Map<ObjectRef, Definition> definitions(Map<ObjectRef, List<Dependency>> dependencies) {
    definitions.replaceAll(
        (ref, definition) ->
            definition instanceof DomainType domain
                ? domain.dependingOn(dependencies.getOrDefault(ref, List.of()))
                : definition);
    return definitions;
  }

  private String sql(String query, String catalog, String row, String name) {
    return query
        + " AND "
        + scope.condition(row + "." + name)
        + " AND "
        + CatalogFragments.ofNoExtension("'" + catalog + "'::regclass", row + ".oid");
  }

  private void put(ResultSet row, ObjectKind kind, Definition definition) throws SQLException {
    ObjectRef ref = new ObjectRef(kind, row.getString("nspname"), row.getString("name"));
    if (scope.wants(ref)) {
      definitions.put(ref, definition);
    }
  }

  private void readEnum(ResultSet row) throws SQLException {
    put(
        row,
        ObjectKind.ENUM,
        new EnumType(CatalogQuery.strings(row, "labels"), row.getString("comment")));
  }

  private void readDomain(ResultSet row) throws SQLException {
    List<String> names = CatalogQuery.strings(row, "check_names");
    List<String> expressions = CatalogQuery.strings(row, "check_expressions");
    List<String> valid = CatalogQuery.strings(row, "check_validity");
    List<CheckConstraint> checks = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      checks.add(
          new CheckConstraint(
              names.get(i), expressions.get(i), false, valid.get(i).equals("false"), false));
    }
    put(
        row,
        ObjectKind.DOMAIN,
        new DomainType(
                ColumnReader.type(row.getString("type")),
                !row.getBoolean("typnotnull"),
                row.getString("default_value"),
                row.getString("collation"),
                checks,
                row.getString("comment"))
            .sorted());
  }

  private void readSequence(ResultSet row) throws SQLException {
    String type = row.getString("type");
    SequenceOptions options = SequenceOptions.of(row, type);
    FreeSequence.@Nullable Owner owner =
        row.getString("owner_table") == null
            ? null
            : new FreeSequence.Owner(
                row.getString("owner_schema"),
                row.getString("owner_table"),
                row.getString("owner_column"));
    put(
        row,
        ObjectKind.SEQUENCE,
        new FreeSequence(
            type,
            options.start(),
            options.increment(),
            options.min(),
            options.max(),
            options.cache(),
            row.getBoolean("seqcycle"),
            owner,
            row.getString("comment")));
  }

  private static final String ENUMS =
      """
      SELECT n.nspname, t.typname AS name, obj_description(t.oid, 'pg_type') AS comment,
             ARRAY(SELECT e.enumlabel::text FROM pg_enum e
                    WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
       WHERE t.typtype = 'e'""";

  private static final String DOMAINS =
      """
      SELECT n.nspname, t.typname AS name, obj_description(t.oid, 'pg_type') AS comment,
             format_type(t.typbasetype, t.typtypmod) AS type, t.typnotnull,
             pg_get_expr(t.typdefaultbin, 0) AS default_value, %s AS collation, checks.*
        FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
        JOIN pg_type base ON base.oid = t.typbasetype
        CROSS JOIN LATERAL (
          SELECT array_agg(k.conname::text ORDER BY k.conname) AS check_names,
                 array_agg(pg_get_expr(k.conbin, 0) ORDER BY k.conname) AS check_expressions,
                 array_agg(k.convalidated::text ORDER BY k.conname) AS check_validity
            FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks
       WHERE t.typtype = 'd'"""
          .formatted(CatalogFragments.collation("t.typcollation", "base.typcollation"));

  private static final String SEQUENCES =
      """
      SELECT n.nspname, c.relname AS name, obj_description(c.oid, 'pg_class') AS comment,
             format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
             s.seqcache, s.seqcycle, own.nspname AS owner_schema, ow.relname AS owner_table,
             a.attname AS owner_column
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_sequence s ON s.seqrelid = c.oid
        LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
                             AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
                             AND d.deptype IN ('a', 'i')
        LEFT JOIN pg_class ow ON ow.oid = d.refobjid
        LEFT JOIN pg_namespace own ON own.oid = ow.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        LEFT JOIN pg_attrdef def ON def.adrelid = d.refobjid AND def.adnum = d.refobjsubid
       WHERE c.relkind = 'S' AND %s IS NOT TRUE"""
          .formatted(CatalogFragments.SEQUENCE_OF_COLUMN);
}
