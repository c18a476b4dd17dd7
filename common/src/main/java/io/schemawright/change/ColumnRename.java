package io.schemawright.change;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.ExclusionConstraint;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.Generated;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A column under another name, and all parts of its table that name it, as PostgreSQL does it. */
record ColumnRename(String from, String to) {

  TableSchema in(TableSchema table) {
    PrimaryKey key = table.primaryKey();
    return table.toBuilder()
        .columns(table.columns().stream().map(this::column).toList())
        .primaryKey(
            key == null
                ? null
                : new PrimaryKey(
                    key.name(), names(key.columns()), names(key.include()), key.deferral()))
        .uniqueConstraints(
            table.uniqueConstraints().stream()
                .map(
                    unique ->
                        new UniqueConstraint(
                            unique.name(),
                            names(unique.columns()),
                            names(unique.include()),
                            unique.nullsNotDistinct(),
                            unique.deferral()))
                .toList())
        .checks(
            table.checks().stream()
                .map(
                    check ->
                        new CheckConstraint(
                            check.name(),
                            text(check.expression()),
                            check.noInherit(),
                            check.notValid(),
                            check.notEnforced()))
                .toList())
        .foreignKeys(
            table.foreignKeys().stream()
                .map(
                    foreign ->
                        Referring.foreignKey(
                            foreign, names(foreign.columns()), foreign.referencedColumns()))
                .toList())
        .indexes(
            table.indexes().stream()
                .map(
                    index ->
                        new Index(
                            index.name(),
                            index.method(),
                            index.keys().stream().map(this::key).toList(),
                            names(index.include()),
                            index.unique(),
                            index.nullsNotDistinct(),
                            optional(index.predicate()),
                            index.invalid()))
                .toList())
        .exclusions(
            table.exclusions().stream()
                .map(
                    exclusion ->
                        new ExclusionConstraint(
                            exclusion.name(),
                            exclusion.method(),
                            exclusion.elements().stream()
                                .map(
                                    element ->
                                        new ExclusionConstraint.Element(
                                            key(element.key()), element.operator()))
                                .toList(),
                            names(exclusion.include()),
                            optional(exclusion.predicate()),
                            exclusion.deferral()))
                .toList())
        .partitionKey(optional(table.partitionKey()))
        .others(
            table.others().stream()
                .map(
                    part ->
                        new TablePart(
                            part.kind(),
                            part.name().equals(from) ? to : part.name(),
                            text(part.definition()),
                            optional(part.removal())))
                .toList())
        .build();
  }

  private Column column(Column column) {
    Generated generated = column.generated();
    Column named = column.withName(name(column.name()));
    return generated == null
        ? named
        : named.withGenerated(new Generated(text(generated.expression()), generated.virtual()));
  }

  private IndexKey key(IndexKey key) {
    String column = key.column();
    return new IndexKey(
        column == null ? null : name(column),
        optional(key.expression()),
        key.order(),
        key.nulls(),
        key.collation(),
        key.operatorClass());
  }

  List<String> names(List<String> names) {
    return names.stream().map(this::name).toList();
  }

  private String name(String name) {
    return name.equals(from) ? to : name;
  }

  private @Nullable String optional(@Nullable String text) {
    return text == null ? null : text(text);
  }

  private String text(String text) {
    return Expression.renamed(text, Map.of(from, to));
  }
}
