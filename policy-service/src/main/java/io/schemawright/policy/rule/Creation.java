package io.schemawright.policy.rule;

import io.schemawright.catalog.ColumnType;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.CreateTable;
import io.schemawright.change.RequestedColumn;
import io.schemawright.change.RequestedForeignKey;
import io.schemawright.change.RequestedIndex;
import io.schemawright.change.RequestedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table that a request wants to create, and where in the request each of its parts stands.
 *
 * @param index the change's place in the request
 * @param change the change
 * @param seen whether it is one that statements were seen to make: its parts have no place of their
 *     own in the request
 */
public record Creation(int index, CreateTable change, boolean seen) {

  /** A table for which the request asks. */
  public Creation(int index, CreateTable change) {
    this(index, change, false);
  }

  /** A column and its creation. */
  public record PlacedColumn(Creation creation, int index, RequestedColumn column) {

    /** Where it stands. */
    public String where() {
      return creation.at(".columns[" + index + "]");
    }

    /** Where a part of it stands. */
    public String at(String part) {
      return creation.at(".columns[" + index + "]." + part);
    }

    /** The column's name. */
    public String name() {
      return column.name();
    }

    /** Its type, if PostgreSQL has it built in. */
    public Optional<ColumnType> type() {
      return ColumnType.find(column.type());
    }

    /** Whether its type, arrays included, is of that family. */
    public boolean isOf(String family) {
      return type().filter(type -> type.family().equals(family)).isPresent();
    }
  }

  /** A foreign key and where it stands. */
  public record PlacedKey(String where, List<String> columns, ObjectRef references) {}

  /** An expression and where it stands. */
  public record PlacedExpression(String where, String text) {}

  /** Where the change stands. */
  public String path() {
    return "$.changes[" + index + "]";
  }

  /** Where that part of it stands, which begins with a dot. */
  public String at(String part) {
    return seen ? path() : path() + part;
  }

  /** The table. */
  public ObjectRef table() {
    return ObjectRef.table(change.schema(), change.table());
  }

  /** Its columns, in order. */
  public Stream<PlacedColumn> columns() {
    return IntStream.range(0, change.columns().size())
        .mapToObj(i -> new PlacedColumn(this, i, change.columns().get(i)));
  }

  /** Its foreign keys, those that a column carries included. */
  public Stream<PlacedKey> foreignKeys() {
    List<PlacedKey> keys = new ArrayList<>();
    columns()
        .forEach(
            placed -> {
              RequestedColumn.Reference reference = placed.column().references();
              if (reference != null && !reference.table().isEmpty()) {
                keys.add(
                    new PlacedKey(
                        placed.at("references"),
                        List.of(placed.name()),
                        ObjectRef.table(reference.schema(), reference.table())));
              }
            });
    for (int i = 0; i < change.foreignKeys().size(); i++) {
      RequestedForeignKey key = change.foreignKeys().get(i);
      if (!key.references().table().isEmpty()) {
        keys.add(
            new PlacedKey(
                at(".foreignKeys[" + i + "].references"),
                key.columns(),
                ObjectRef.table(key.references().schema(), key.references().table())));
      }
    }
    return keys.stream();
  }

  /** Its primary keys: one column that is marked, several, or those that are named together. */
  public List<List<String>> primaryKeys() {
    List<List<String>> keys = new ArrayList<>();
    change.columns().stream()
        .filter(RequestedColumn::primaryKey)
        .forEach(column -> keys.add(List.of(column.name())));
    RequestedKey key = change.primaryKey();
    if (key != null && !keys.contains(key.columns())) {
      keys.add(key.columns());
    }
    return keys;
  }

  /** Whether an index, of whichever origin, can find rows by these columns. */
  public boolean indexed(List<String> columns) {
    Stream<List<String>> constraints =
        Stream.concat(
            primaryKeys().stream(),
            Stream.concat(
                change.uniqueConstraints().stream().map(RequestedKey::columns),
                change.columns().stream()
                    .filter(RequestedColumn::unique)
                    .map(column -> List.of(column.name()))));
    Stream<List<String>> indexes =
        change.indexes().stream()
            .filter(index -> index.where() == null && sorts(index))
            .map(Creation::leadingColumns);
    return Stream.concat(constraints, indexes)
        .anyMatch(
            key ->
                key.size() >= columns.size()
                    && columns.containsAll(key.subList(0, columns.size())));
  }

  private static boolean sorts(RequestedIndex index) {
    return index.method() == null
        || index.method().equalsIgnoreCase("btree")
        || index.method().equalsIgnoreCase("hash");
  }

  /** The columns that the index begins with, up to its first expression. */
  private static List<String> leadingColumns(RequestedIndex index) {
    List<String> columns = new ArrayList<>();
    for (IndexKey key : index.columns()) {
      if (key.column() == null) {
        break;
      }
      columns.add(key.column());
    }
    return columns;
  }
}
