package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.ColumnType;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.Generated;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.Identity;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OwnedSequence;
import io.schemawright.catalog.ReferentialAction;
import io.schemawright.catalog.SchemaState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A column as a request writes it; without {@code nullable} it may be null. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedColumn(
    String name,
    String type,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean nullable,
    @JsonProperty("default") @Nullable String defaultValue,
    boolean primaryKey,
    boolean unique,
    @Nullable String comment,
    @Nullable String collation,
    @Nullable Identity identity,
    @Nullable String generated,
    @Nullable Reference references) {

  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

  private static final Set<String> IDENTITY_TYPES = Set.of("smallint", "integer", "bigint");

  /** The one column this column refers to; without a name, the referenced table's primary key. */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Reference(
      String schema,
      String table,
      @Nullable String column,
      @Nullable ReferentialAction onDelete,
      @Nullable ReferentialAction onUpdate) {
    public Reference {
      schema = Objects.requireNonNullElse(schema, "public");
      table = Objects.requireNonNullElse(table, "");
    }
  }

  public RequestedColumn {
    name = Objects.requireNonNullElse(name, "");
    type = Objects.requireNonNullElse(type, "");
  }

  /** A column with nothing but a name and a type. */
  public static RequestedColumn of(String name, String type) {
    return new RequestedColumn(name, type, null, null, false, false, null, null, null, null, null);
  }

  /** The same with another type. */
  public RequestedColumn withType(String other) {
    return new RequestedColumn(
        name,
        other,
        nullable,
        defaultValue,
        primaryKey,
        unique,
        comment,
        collation,
        identity,
        generated,
        references);
  }

  /** The same that is never null, with this default. */
  public RequestedColumn required(String expression) {
    return new RequestedColumn(
        name,
        type,
        false,
        expression,
        primaryKey,
        unique,
        comment,
        collation,
        identity,
        generated,
        references);
  }

  /** The same that may be null. */
  public RequestedColumn thatMayBeNull() {
    return new RequestedColumn(
        name,
        type,
        null,
        defaultValue,
        primaryKey,
        unique,
        comment,
        collation,
        identity,
        generated,
        references);
  }

  /** The type, if it is one. */
  public Optional<ColumnType> columnType() {
    return ColumnType.find(type);
  }

  /** The foreign key that {@code references} means, as one written for the whole table. */
  Optional<RequestedForeignKey> foreignKey() {
    return Optional.ofNullable(references)
        .map(
            to ->
                new RequestedForeignKey(
                    null,
                    List.of(name),
                    new RequestedForeignKey.Target(
                        to.schema(),
                        to.table(),
                        to.column() == null ? List.of() : List.of(to.column())),
                    to.onDelete(),
                    to.onUpdate(),
                    false,
                    null));
  }

  void problems(Problems problems, String path, Set<String> columns) {
    problems.name(path + ".name", name);
    if (SYSTEM_COLUMNS.contains(name)) {
      problems.add(
          path + ".name", "'%s' is a column of PostgreSQL's own; choose another".formatted(name));
    }
    typeProblem(type).ifPresent(message -> problems.add(path + ".type", message));
    problems.comment(path + ".comment", comment);
    problems.qualifiedName(path + ".collation", collation);
    if (defaultValue != null) {
      problems.expression(path + ".default", Expression.ofDefault(defaultValue));
    }
    if (generated != null) {
      problems.expression(path + ".generated", Expression.ofPredicate(generated, columns));
    }
    boolean serial = columnType().map(ColumnType::serial).orElse(false);
    if ((defaultValue != null ? 1 : 0)
            + (generated != null ? 1 : 0)
            + (identity != null ? 1 : 0)
            + (serial ? 1 : 0)
        > 1) {
      problems.add(
          path,
          "a column takes its value from a default, an identity, a serial type or a generating "
              + "expression; choose one");
    }
    if (identity != null
        && columnType().filter(known -> !IDENTITY_TYPES.contains(known.name())).isPresent()) {
      problems.add(
          path + ".identity",
          "an identity column is smallint, integer or bigint, not %s; choose one".formatted(type));
    }
    if (Boolean.TRUE.equals(nullable) && (primaryKey || identity != null || serial)) {
      problems.add(
          path + ".nullable",
          "a primary key, identity or serial column is never null; leave \"nullable\" out");
    }
  }

  /** A built-in type, or one that users made, which stands there with its schema. */
  static ColumnType typeOf(String type) {
    return type.contains(".") ? ColumnType.named(type) : ColumnType.parse(type);
  }

  /** The type that users made, under each kind that it can be of; none for a built-in one. */
  Set<ObjectRef> types() {
    return typeProblem(type).isPresent()
        ? Set.of()
        : typeOf(type)
            .typeName()
            .map(
                name ->
                    Set.of(
                        new ObjectRef(ObjectKind.ENUM, name.schema(), name.name()),
                        new ObjectRef(ObjectKind.DOMAIN, name.schema(), name.name())))
            .orElse(Set.of());
  }

  /** Refuses a type that is not there. */
  void requireType(SchemaState before, String path) {
    ColumnType parsed = typeOf(type);
    if (parsed.userDefined() && before.typeOf(parsed.name()).isEmpty()) {
      throw new DoesNotFit(path, before.unknownType(parsed.name()));
    }
  }

  /** Why the type is none, if it is none. */
  static Optional<String> typeProblem(String type) {
    try {
      typeOf(type);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      String ownType =
          type.matches("[A-Za-z_]\\w*")
              ? "; a type of your own is written with its schema, as in public." + type
              : "";
      return Optional.of(e.getMessage() + ownType);
    }
  }

  /** The column of this table; {@code inKey} says whether it is part of the primary key. */
  Column column(String table, boolean inKey) {
    ColumnType parsed = typeOf(type);
    boolean counted = identity != null || parsed.serial();
    return new Column(
        name,
        parsed.name(),
        !inKey && !counted && !Boolean.FALSE.equals(nullable),
        defaultValue,
        identity,
        counted ? OwnedSequence.named(GeneratedNames.sequence(table, name)) : null,
        generated == null ? null : new Generated(generated, false),
        collation,
        comment);
  }
}
