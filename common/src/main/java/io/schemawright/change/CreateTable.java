package io.schemawright.change;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Creates a table with its keys, checks and indexes. */
public record CreateTable(
    String schema,
    String table,
    @Nullable String comment,
    List<RequestedColumn> columns,
    @Nullable RequestedKey primaryKey,
    List<RequestedKey> uniqueConstraints,
    List<RequestedCheck> checks,
    List<RequestedForeignKey> foreignKeys,
    List<RequestedIndex> indexes)
    implements Change {

  /** The name of this kind. */
  public static final String TYPE = "create-table";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<CreateTable> javaType() {
      return CreateTable.class;
    }
  }

  public CreateTable {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    columns = Requested.list(columns);
    uniqueConstraints = Requested.list(uniqueConstraints);
    checks = Requested.list(checks);
    foreignKeys = Requested.list(foreignKeys);
    indexes = Requested.list(indexes);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<ObjectRef> touches() {
    return Set.of(ObjectRef.table(schema, table));
  }

  @Override
  public Set<ObjectRef> refersTo() {
    Set<ObjectRef> refs = new LinkedHashSet<>();
    allForeignKeys()
        .map(RequestedForeignKey::references)
        .forEach(to -> refs.add(ObjectRef.table(to.schema(), to.table())));
    columns.forEach(column -> refs.addAll(column.types()));
    refs.remove(ObjectRef.table(schema, table));
    return Set.copyOf(refs);
  }

  @Override
  public Work work(SchemaState before) {
    ObjectRef ref = ObjectRef.table(schema, table);
    if (before.find(ref).isPresent()) {
      throw new DoesNotFit(
          "$.table",
          "there is a table %s.%s already; choose another name, or change the one that is there"
              .formatted(schema, table));
    }
    requireTypes(before);
    return new Work.Transition(before.with(tableSchema()));
  }

  /** Refuses types that are not there. */
  void requireTypes(SchemaState before) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).requireType(before, "$.columns[%d].type".formatted(i));
    }
  }

  @Override
  public List<Problem> problems(String path) {
    Problems problems = new Problems();
    problems.schema(path + ".schema", schema);
    problems.name(path + ".table", table);
    problems.comment(path + ".comment", comment);
    if (columns.isEmpty()) {
      problems.add(path + ".columns", "the table has no columns; give it at least one");
    }
    Set<String> names = columnNames();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      RequestedColumn column = columns.get(i);
      String at = "%s.columns[%d]".formatted(path, i);
      column.problems(problems, at, names);
      if (!seen.add(column.name())) {
        problems.add(
            at + ".name",
            "the table has two columns named '%s'; rename one".formatted(column.name()));
      }
      column.foreignKey().ifPresent(key -> key.targetProblems(problems, at + ".references"));
    }
    keyProblems(problems, path, names);
    for (int i = 0; i < checks.size(); i++) {
      checks.get(i).problems(problems, "%s.checks[%d]".formatted(path, i), names);
    }
    for (int i = 0; i < foreignKeys.size(); i++) {
      foreignKeys.get(i).problems(problems, "%s.foreignKeys[%d]".formatted(path, i), names);
    }
    for (int i = 0; i < indexes.size(); i++) {
      indexes.get(i).problems(problems, "%s.indexes[%d]".formatted(path, i), names);
    }
    repeatedNames(problems, path);
    return problems.found();
  }

  private void keyProblems(Problems problems, String path, Set<String> names) {
    List<String> marked =
        columns.stream().filter(RequestedColumn::primaryKey).map(RequestedColumn::name).toList();
    if (primaryKey != null) {
      primaryKey.problems(problems, path + ".primaryKey", names);
    }
    if (marked.size() > 1 || (primaryKey != null && !marked.isEmpty())) {
      problems.add(
          path + (primaryKey == null ? ".columns" : ".primaryKey"),
          "the table has two primary keys; for one over several columns leave the columns' mark "
              + "out and write \"primaryKey\": {\"columns\": [...]}");
    }
    Set<List<String>> keys = new HashSet<>();
    keys.add(keyColumns());
    for (int i = 0; i < uniqueConstraints.size(); i++) {
      RequestedKey unique = uniqueConstraints.get(i);
      String at = "%s.uniqueConstraints[%d]".formatted(path, i);
      unique.problems(problems, at, names);
      boolean marks =
          unique.columns().size() == 1
              && columns.stream()
                  .anyMatch(c -> c.unique() && c.name().equals(unique.columns().get(0)));
      if (!unique.columns().isEmpty() && (marks || !keys.add(unique.columns()))) {
        problems.add(at, "these columns are a key already; leave this one out");
      }
    }
  }

  /**
   * PostgreSQL keeps one name for a constraint of the table, and one for an index of the schema.
   */
  private void repeatedNames(Problems problems, String path) {
    Set<String> seen = new HashSet<>();
    if (primaryKey != null && primaryKey.name() != null) {
      seen.add(primaryKey.name());
    }
    once(problems, seen, path + ".uniqueConstraints", uniqueConstraints, RequestedKey::name);
    once(problems, seen, path + ".checks", checks, RequestedCheck::name);
    once(problems, seen, path + ".foreignKeys", foreignKeys, RequestedForeignKey::name);
    once(problems, seen, path + ".indexes", indexes, RequestedIndex::name);
  }

  private interface Named<T> {
    @Nullable String name(T part);
  }

  private static <T> void once(
      Problems problems, Set<String> seen, String path, List<T> parts, Named<T> named) {
    for (int i = 0; i < parts.size(); i++) {
      String name = named.name(parts.get(i));
      if (name != null && !seen.add(name)) {
        problems.add(
            "%s[%d].name".formatted(path, i),
            "the name '%s' is given twice; rename one".formatted(name));
      }
    }
  }

  /**
   * The table as it is to be, with the names PostgreSQL would give to what has none. Expressions
   * stand as they were written; how PostgreSQL prints them shows when the table was created and
   * read.
   */
  public TableSchema tableSchema() {
    Set<String> columnNames = columnNames();
    GeneratedNames names = new GeneratedNames(givenNames());
    List<String> key = keyColumns();
    PrimaryKey primary =
        key.isEmpty() ? null : new PrimaryKey(keyName(names), key, List.of(), null);
    List<UniqueConstraint> uniques =
        Stream.concat(
                columns.stream()
                    .filter(column -> column.unique() && !key.equals(List.of(column.name())))
                    .map(column -> new RequestedKey(null, List.of(column.name()))),
                uniqueConstraints.stream())
            .map(
                unique ->
                    new UniqueConstraint(
                        Objects.requireNonNullElseGet(
                            unique.name(), () -> names.unique(table, unique.columns())),
                        unique.columns(),
                        List.of(),
                        false,
                        null))
            .toList();
    List<ForeignKey> references =
        allForeignKeys().map(foreignKey -> foreignKey.foreignKey(table, names)).toList();
    List<Index> indexList = indexes.stream().map(index -> index.index(table, names)).toList();
    return new TableSchema(
        schema,
        table,
        columns.stream().map(c -> c.column(table, key.contains(c.name()))).toList(),
        primary,
        uniques,
        checks.stream().map(check -> check.check(table, columnNames, names)).toList(),
        references,
        indexList,
        comment,
        false,
        List.of());
  }

  private Stream<RequestedForeignKey> allForeignKeys() {
    return Stream.concat(
        columns.stream().flatMap(column -> column.foreignKey().stream()), foreignKeys.stream());
  }

  private Set<String> columnNames() {
    Set<String> names = new LinkedHashSet<>();
    columns.forEach(column -> names.add(column.name()));
    return names;
  }

  private List<String> keyColumns() {
    return primaryKey != null
        ? primaryKey.columns()
        : columns.stream().filter(RequestedColumn::primaryKey).map(RequestedColumn::name).toList();
  }

  private String keyName(GeneratedNames names) {
    String given = primaryKey == null ? null : primaryKey.name();
    return given == null ? names.primaryKey(table) : given;
  }

  private Set<String> givenNames() {
    Set<String> names = new HashSet<>(List.of(table));
    List<@Nullable String> given = new ArrayList<>();
    given.add(primaryKey == null ? null : primaryKey.name());
    uniqueConstraints.forEach(unique -> given.add(unique.name()));
    checks.forEach(check -> given.add(check.name()));
    foreignKeys.forEach(foreignKey -> given.add(foreignKey.name()));
    indexes.forEach(index -> given.add(index.name()));
    given.stream().filter(Objects::nonNull).forEach(names::add);
    return names;
  }
}
