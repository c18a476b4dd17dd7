package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.quote;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes enums, domains and sequences. */
final class TypeDdl {
  private TypeDdl() {}

  /** A type comes from {@link ColumnType} or from PostgreSQL; anything else stays out. */
  static String type(String type) {
    Expression.parenthesised(type);
    return TypeName.find(type).map(TypeName::sql).orElse(type);
  }

  static String create(ObjectRef ref, EnumType type) {
    return "CREATE TYPE %s AS ENUM (%s)"
        .formatted(
            quote(ref.schema(), ref.name()),
            type.labels().stream().map(Identifiers::literal).collect(Collectors.joining(", ")));
  }

  static String create(ObjectRef ref, DomainType domain) {
    StringBuilder sql = new StringBuilder("CREATE DOMAIN ");
    sql.append(quote(ref.schema(), ref.name())).append(" AS ").append(type(domain.type()));
    if (domain.collation() != null) {
      sql.append(" COLLATE ").append(Identifiers.qualified(domain.collation()));
    }
    if (domain.defaultValue() != null) {
      sql.append(" DEFAULT ").append(Expression.parenthesised(domain.defaultValue()));
    }
    if (!domain.nullable()) {
      sql.append(" NOT NULL");
    }
    domain.checks().stream()
        .filter(check -> !check.notValid())
        .forEach(check -> sql.append(' ').append(ConstraintDdl.constraint(check)));
    return sql.toString();
  }

  /** The checks that a domain cannot have from its beginning. */
  static List<String> later(ObjectRef ref, DomainType domain) {
    return domain.checks().stream()
        .filter(CheckConstraint::notValid)
        .map(
            check ->
                "ALTER DOMAIN %s ADD %s"
                    .formatted(quote(ref.schema(), ref.name()), ConstraintDdl.constraint(check)))
        .toList();
  }

  static String create(ObjectRef ref, FreeSequence sequence) {
    return "CREATE SEQUENCE %s AS %s%s"
        .formatted(
            quote(ref.schema(), ref.name()),
            type(sequence.type()),
            options(
                sequence.increment(),
                sequence.min(),
                sequence.max(),
                sequence.start(),
                sequence.cache(),
                sequence.cycle()));
  }

  static String own(ObjectRef ref, FreeSequence.@Nullable Owner owner) {
    return "ALTER SEQUENCE %s OWNED BY %s"
        .formatted(
            quote(ref.schema(), ref.name()),
            owner == null
                ? "NONE"
                : quote(owner.schema(), owner.table()) + "." + quote(owner.column()));
  }

  static String options(OwnedSequence sequence) {
    return options(
        sequence.increment(),
        sequence.min(),
        sequence.max(),
        sequence.start(),
        sequence.cache(),
        sequence.cycle());
  }

  private static String options(
      @Nullable Long increment,
      @Nullable Long min,
      @Nullable Long max,
      @Nullable Long start,
      @Nullable Long cache,
      boolean cycle) {
    return option("INCREMENT BY", increment)
        + option("MINVALUE", min)
        + option("MAXVALUE", max)
        + option("START WITH", start)
        + option("CACHE", cache)
        + (cycle ? " CYCLE" : "");
  }

  private static String option(String words, @Nullable Long value) {
    return value == null ? "" : " " + words + " " + value;
  }
}
