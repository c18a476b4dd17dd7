package io.schemawright.catalog;

/**
 * A name in the one name space that tables, indexes, views, sequences and composite types of a
 * schema share: that of {@code pg_class} (PostgreSQL manual, CREATE INDEX and CREATE TABLE).
 */
public record RelationName(String schema, String name) {}
