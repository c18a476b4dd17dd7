package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.ExclusionConstraint;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
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
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RequestedExclusion> exclusions,
    List<RequestedIndex> indexes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RequestedPartitioning partitionBy,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> storageParameters)
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
    exclusions = Requested.list(exclusions);
    indexes = Requested.list(indexes);
    storageParameters = Requested.map(storageParameters);
  }

  /** A table without exclusion constraints, partitions and storage parameters. */
  public CreateTable(
      String schema,
      String table,
      @Nullable String comment,
      List<RequestedColumn> columns,
      @Nullable RequestedKey primaryKey,
      List<RequestedKey> uniqueConstraints,
      List<RequestedCheck> checks,
      List<RequestedForeignKey> foreignKeys,
      List<RequestedIndex> indexes) {
    this(
        schema,
        table,
        comment,
        columns,
        primaryKey,
        uniqueConstraints,
        checks,
        foreignKeys,
        List.of(),
        indexes,
        null,
        Map.of());
  }

  @Override
  public String type() {
    return TYPE;
  }

  /** The same with other columns. */
  public CreateTable withColumns(List<RequestedColumn> others) {
    return new CreateTable(
        schema,
        table,
        comment,
        others,
        primaryKey,
        uniqueConstraints,
        checks,
        foreignKeys,
        exclusions,
        indexes,
        partitionBy,
        storageParameters);
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
  public Set<RelationName> relationNames() {
    return tableSchema().relationNames().stream()
        .map(name -> new RelationName(schema, name))
        .collect(Collectors.toSet());
  }

  @Override
  public Work work(SchemaState before) {
    AlteredTable.requireFree(before, ObjectRef.table(schema, table), "$.table");
    requireTypes(before);
    return new Work.Transition(before.with(tableSchema(TableParts.taken(before, schema))));
  }

  /** Refuses types that are not there. */
  void requireTypes(SchemaState before) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).requireType(before, "$.columns[%d].type".formatted(i));
    }
  }

  @Override
  public List<Problem> problems(String path) {
    return new TableProblems(this, path).found();
  }

  /**
   * The table as it is to be, with the names PostgreSQL would give to what has none. Expressions
   * stand as they were written; how PostgreSQL prints them shows when the table was created and
   * read.
   */
  public TableSchema tableSchema() {
    return tableSchema(Set.of());
  }

  private TableSchema tableSchema(Set<String> takenByOthers) {
    Set<String> columnNames = columnNames();
    Set<String> taken = givenNames();
    taken.add(table);
    taken.addAll(takenByOthers);
    GeneratedNames names = new GeneratedNames(taken);
    List<String> key = keyColumns();
    PrimaryKey primary =
        key.isEmpty()
            ? null
            : Objects.requireNonNullElseGet(primaryKey, () -> new RequestedKey(null, key))
                .primaryKey(table, names);
    List<UniqueConstraint> uniques =
        Stream.concat(
                columns.stream()
                    .filter(column -> column.unique() && !key.equals(List.of(column.name())))
                    .map(column -> new RequestedKey(null, List.of(column.name()))),
                uniqueConstraints.stream())
            .map(unique -> unique.unique(table, names))
            .toList();
    List<ForeignKey> references =
        allForeignKeys().map(foreignKey -> foreignKey.foreignKey(table, names)).toList();
    List<ExclusionConstraint> excluding =
        exclusions.stream().map(exclusion -> exclusion.exclusion(table, names)).toList();
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
        StorageParameters.parts(schema, table, storageParameters),
        excluding,
        partitionBy == null ? null : partitionBy.partitionKey(),
        null,
        List.of());
  }

  private Stream<RequestedForeignKey> allForeignKeys() {
    return Stream.concat(
        columns.stream().flatMap(column -> column.foreignKey().stream()), foreignKeys.stream());
  }

  Set<String> columnNames() {
    Set<String> names = new LinkedHashSet<>();
    columns.forEach(column -> names.add(column.name()));
    return names;
  }

  List<String> keyColumns() {
    return primaryKey != null
        ? primaryKey.columns()
        : columns.stream().filter(RequestedColumn::primaryKey).map(RequestedColumn::name).toList();
  }

  /** The names of the table's keys, checks and indexes that this change leaves to PostgreSQL. */
  Set<String> unnamed(TableSchema table) {
    Set<String> names = TableParts.constraints(table);
    names.addAll(TableParts.indexes(table));
    names.removeAll(givenNames());
    return names;
  }

  private Set<String> givenNames() {
    Set<String> names = new HashSet<>();
    List<@Nullable String> given = new ArrayList<>();
    given.add(primaryKey == null ? null : primaryKey.name());
    uniqueConstraints.forEach(unique -> given.add(unique.name()));
    checks.forEach(check -> given.add(check.name()));
    foreignKeys.forEach(foreignKey -> given.add(foreignKey.name()));
    exclusions.forEach(exclusion -> given.add(exclusion.name()));
    indexes.forEach(index -> given.add(index.name()));
    given.stream().filter(Objects::nonNull).forEach(names::add);
    return names;
  }
}
