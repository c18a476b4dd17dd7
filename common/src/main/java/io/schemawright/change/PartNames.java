package io.schemawright.change;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.ExclusionConstraint;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Constraints and indexes under other names. */
final class PartNames {
  private PartNames() {}

  static PrimaryKey named(PrimaryKey key, String name) {
    return new PrimaryKey(name, key.columns(), key.include(), key.deferral());
  }

  static UniqueConstraint named(UniqueConstraint unique, String name) {
    return new UniqueConstraint(
        name, unique.columns(), unique.include(), unique.nullsNotDistinct(), unique.deferral());
  }

  static CheckConstraint named(CheckConstraint check, String name) {
    return new CheckConstraint(
        name, check.expression(), check.noInherit(), check.notValid(), check.notEnforced());
  }

  static ForeignKey named(ForeignKey key, String name) {
    return foreignKey(key, name, key.notValid());
  }

  static ExclusionConstraint named(ExclusionConstraint exclusion, String name) {
    return new ExclusionConstraint(
        name,
        exclusion.method(),
        exclusion.elements(),
        exclusion.include(),
        exclusion.predicate(),
        exclusion.deferral());
  }

  static Index named(Index index, String name) {
    return new Index(
        name,
        index.method(),
        index.keys(),
        index.include(),
        index.unique(),
        index.nullsNotDistinct(),
        index.predicate(),
        index.invalid());
  }

  /** The same for the rows that are there, too. */
  static CheckConstraint proved(CheckConstraint check) {
    return new CheckConstraint(check.name(), check.expression(), check.noInherit(), false, false);
  }

  /** The same for the rows that are there, too. */
  static ForeignKey proved(ForeignKey key) {
    return foreignKey(key, key.name(), false);
  }

  private static ForeignKey foreignKey(ForeignKey key, String name, boolean notValid) {
    return new ForeignKey(
        name,
        key.columns(),
        key.referencedSchema(),
        key.referencedTable(),
        key.referencedColumns(),
        key.onDelete(),
        key.onUpdate(),
        key.matchFull(),
        key.deferral(),
        notValid,
        key.notEnforced());
  }

  static TableSchema withIndexRenamed(TableSchema table, String from, String to) {
    return table.toBuilder()
        .indexes(renamed(table.indexes(), Index::name, PartNames::named, from, to))
        .build();
  }

  static TableSchema withConstraintRenamed(TableSchema table, String from, String to) {
    PrimaryKey key = table.primaryKey();
    return table.toBuilder()
        .primaryKey(key != null && key.name().equals(from) ? named(key, to) : key)
        .uniqueConstraints(
            renamed(table.uniqueConstraints(), UniqueConstraint::name, PartNames::named, from, to))
        .checks(renamed(table.checks(), CheckConstraint::name, PartNames::named, from, to))
        .foreignKeys(renamed(table.foreignKeys(), ForeignKey::name, PartNames::named, from, to))
        .exclusions(
            renamed(table.exclusions(), ExclusionConstraint::name, PartNames::named, from, to))
        .build();
  }

  private static <T> List<T> renamed(
      List<T> parts,
      Function<T, String> name,
      BiFunction<T, String, T> named,
      String from,
      String to) {
    return parts.stream()
        .map(part -> name.apply(part).equals(from) ? named.apply(part, to) : part)
        .toList();
  }

  /**
   * The wanted table in which each unnamed part that the known table has, under whatever name, has
   * that name.
   *
   * @param unnamed the names that nobody asked for
   */
  static TableSchema kept(TableSchema known, TableSchema wanted, Set<String> unnamed) {
    PrimaryKey key = wanted.primaryKey();
    PrimaryKey is = known.primaryKey();
    return wanted.toBuilder()
        .primaryKey(
            key != null && is != null && unnamed.contains(key.name()) ? named(key, is.name()) : key)
        .uniqueConstraints(
            kept(
                known.uniqueConstraints(),
                wanted.uniqueConstraints(),
                UniqueConstraint::name,
                PartNames::named,
                unique -> named(unique, ""),
                unnamed))
        .checks(
            kept(
                known.checks(),
                wanted.checks(),
                CheckConstraint::name,
                PartNames::named,
                check -> named(proved(check), ""),
                unnamed))
        .foreignKeys(
            kept(
                known.foreignKeys(),
                wanted.foreignKeys(),
                ForeignKey::name,
                PartNames::named,
                foreign -> named(proved(foreign), ""),
                unnamed))
        .exclusions(
            kept(
                known.exclusions(),
                wanted.exclusions(),
                ExclusionConstraint::name,
                PartNames::named,
                exclusion -> named(exclusion, ""),
                unnamed))
        .indexes(
            kept(
                known.indexes(),
                wanted.indexes(),
                Index::name,
                PartNames::named,
                index -> named(index, ""),
                unnamed))
        .build();
  }

  private static <T> List<T> kept(
      List<T> known,
      List<T> wanted,
      Function<T, String> name,
      BiFunction<T, String, T> named,
      Function<T, T> meaning,
      Set<String> unnamed) {
    Set<String> used = new HashSet<>();
    wanted.stream().map(name).filter(one -> !unnamed.contains(one)).forEach(used::add);
    List<T> kept = new ArrayList<>();
    for (T part : wanted) {
      T found = part;
      if (unnamed.contains(name.apply(part))) {
        found =
            known.stream()
                .filter(is -> meaning.apply(is).equals(meaning.apply(part)))
                .map(name)
                .filter(used::add)
                .findFirst()
                .map(one -> named.apply(part, one))
                .orElse(part);
      }
      kept.add(found);
    }
    return kept;
  }
}
