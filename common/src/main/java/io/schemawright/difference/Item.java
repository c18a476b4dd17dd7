package io.schemawright.difference;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.ExclusionConstraint;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A constraint or an index of a table, of whatever kind.
 *
 * @param columns the columns it has as such: with any of them it goes
 * @param expressions what else it says about columns
 */
record Item(Kind kind, String name, Object value, List<String> columns, List<String> expressions) {

  /** In the order in which they can be added. */
  enum Kind {
    PRIMARY_KEY,
    UNIQUE,
    EXCLUSION,
    CHECK,
    INDEX,
    FOREIGN_KEY;

    boolean constraint() {
      return this != INDEX;
    }

    /** Whether its name is one among the schema's relations. */
    boolean relation() {
      return this != CHECK && this != FOREIGN_KEY;
    }
  }

  static List<Item> of(TableSchema table) {
    List<Item> items = new ArrayList<>();
    PrimaryKey primary = table.primaryKey();
    if (primary != null) {
      items.add(
          new Item(
              Kind.PRIMARY_KEY,
              primary.name(),
              primary,
              joined(primary.columns(), primary.include()),
              List.of()));
    }
    for (UniqueConstraint unique : table.uniqueConstraints()) {
      items.add(
          new Item(
              Kind.UNIQUE,
              unique.name(),
              unique,
              joined(unique.columns(), unique.include()),
              List.of()));
    }
    for (ExclusionConstraint exclusion : table.exclusions()) {
      List<IndexKey> keys =
          exclusion.elements().stream().map(ExclusionConstraint.Element::key).toList();
      items.add(
          keyed(
              Kind.EXCLUSION,
              exclusion.name(),
              exclusion,
              keys,
              exclusion.include(),
              exclusion.predicate()));
    }
    for (CheckConstraint check : table.checks()) {
      items.add(new Item(Kind.CHECK, check.name(), check, List.of(), List.of(check.expression())));
    }
    for (Index index : table.indexes()) {
      items.add(
          keyed(Kind.INDEX, index.name(), index, index.keys(), index.include(), index.predicate()));
    }
    for (ForeignKey key : table.foreignKeys()) {
      items.add(new Item(Kind.FOREIGN_KEY, key.name(), key, key.columns(), List.of()));
    }
    return items;
  }

  private static Item keyed(
      Kind kind,
      String name,
      Object value,
      List<IndexKey> keys,
      List<String> include,
      @Nullable String predicate) {
    return new Item(
        kind,
        name,
        value,
        joined(keys.stream().map(IndexKey::column).filter(Objects::nonNull).toList(), include),
        Stream.concat(
                keys.stream().map(IndexKey::expression),
                Stream.of(predicate == null ? "" : predicate))
            .filter(text -> text != null && !text.isEmpty())
            .toList());
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return second.isEmpty() ? first : Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Whether rows can be referred to by these columns because of this. */
  boolean identifies(List<String> referenced) {
    return switch (kind) {
      case PRIMARY_KEY -> same(((PrimaryKey) value).columns(), referenced);
      case UNIQUE -> same(((UniqueConstraint) value).columns(), referenced);
      case INDEX -> {
        Index index = (Index) value;
        yield index.unique()
            && same(
                index.keys().stream().map(IndexKey::column).filter(Objects::nonNull).toList(),
                referenced);
      }
      case CHECK, EXCLUSION, FOREIGN_KEY -> false;
    };
  }

  private static boolean same(List<String> one, List<String> other) {
    return one.size() == other.size() && one.containsAll(other);
  }

  /** The step that adds it to the table. */
  Alteration addition(TableSchema table) {
    return switch (kind) {
      case PRIMARY_KEY -> new AddPrimaryKey(table, (PrimaryKey) value);
      case UNIQUE -> new AddUnique(table, (UniqueConstraint) value);
      case EXCLUSION -> new AddExclusion(table, (ExclusionConstraint) value);
      case CHECK -> new AddCheck(table, (CheckConstraint) value);
      case INDEX -> new AddIndex(table, (Index) value);
      case FOREIGN_KEY -> new AddForeignKey(table, (ForeignKey) value);
    };
  }

  /** The step that takes it from the table. */
  Alteration removal(TableSchema table) {
    return kind == Kind.INDEX
        ? new DropIndex(table, (Index) value)
        : new DropConstraint(table, name);
  }

  /** The table with this on it. */
  TableSchema addedTo(TableSchema table) {
    return switch (kind) {
      case PRIMARY_KEY -> table.toBuilder().primaryKey((PrimaryKey) value).build();
      case UNIQUE ->
          table.toBuilder()
              .uniqueConstraints(with(table.uniqueConstraints(), (UniqueConstraint) value))
              .build();
      case EXCLUSION ->
          table.toBuilder()
              .exclusions(with(table.exclusions(), (ExclusionConstraint) value))
              .build();
      case CHECK -> table.toBuilder().checks(with(table.checks(), (CheckConstraint) value)).build();
      case INDEX -> table.toBuilder().indexes(with(table.indexes(), (Index) value)).build();
      case FOREIGN_KEY ->
          table.toBuilder().foreignKeys(with(table.foreignKeys(), (ForeignKey) value)).build();
    };
  }

  /** The table without this. */
  TableSchema removedFrom(TableSchema table) {
    return switch (kind) {
      case PRIMARY_KEY -> table.toBuilder().primaryKey(null).build();
      case UNIQUE ->
          table.toBuilder()
              .uniqueConstraints(
                  table.uniqueConstraints().stream().filter(u -> !u.name().equals(name)).toList())
              .build();
      case EXCLUSION ->
          table.toBuilder()
              .exclusions(table.exclusions().stream().filter(e -> !e.name().equals(name)).toList())
              .build();
      case CHECK ->
          table.toBuilder()
              .checks(table.checks().stream().filter(c -> !c.name().equals(name)).toList())
              .build();
      case INDEX ->
          table.toBuilder()
              .indexes(table.indexes().stream().filter(i -> !i.name().equals(name)).toList())
              .build();
      case FOREIGN_KEY ->
          table.toBuilder()
              .foreignKeys(
                  table.foreignKeys().stream().filter(k -> !k.name().equals(name)).toList())
              .build();
    };
  }

  private static <T> List<T> with(List<T> list, T value) {
    return Stream.concat(list.stream(), Stream.of(value)).toList();
  }
}
