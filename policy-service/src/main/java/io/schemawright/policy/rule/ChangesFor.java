package io.schemawright.policy.rule;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import io.schemawright.change.AddCheckConstraint;
import io.schemawright.change.AddColumn;
import io.schemawright.change.AddForeignKey;
import io.schemawright.change.AddIndex;
import io.schemawright.change.AddPrimaryKey;
import io.schemawright.change.AddUniqueConstraint;
import io.schemawright.change.Change;
import io.schemawright.change.CreateTable;
import io.schemawright.change.DoesNotFit;
import io.schemawright.change.DropColumn;
import io.schemawright.change.DropConstraint;
import io.schemawright.change.DropIndex;
import io.schemawright.change.RequestedCheck;
import io.schemawright.change.RequestedColumn;
import io.schemawright.change.RequestedForeignKey;
import io.schemawright.change.RequestedIndex;
import io.schemawright.change.RequestedKey;
import io.schemawright.change.SetColumnDefault;
import io.schemawright.change.SetColumnNullable;
import io.schemawright.change.SetColumnType;
import io.schemawright.difference.AddCheck;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.AddUnique;
import io.schemawright.difference.AlterColumnDefault;
import io.schemawright.difference.AlterColumnType;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.DropNotNull;
import io.schemawright.difference.SetNotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The changes by which a request would ask for what statements were seen to alter. Pure. */
final class ChangesFor {
  private ChangesFor() {}

  /** Changes that lead to exactly the same; none where no kinds of change do. */
  static List<Change> all(Written written) {
    Set<ObjectRef> made =
        written.alterations().stream()
            .filter(AddTable.class::isInstance)
            .map(Alteration::object)
            .collect(Collectors.toSet());
    List<Change> changes = new ArrayList<>();
    for (Alteration alteration : written.alterations()) {
      ObjectRef at = alteration.object();
      if (alteration instanceof AddTable) {
        written.after().table(at).map(ChangesFor::table).ifPresent(changes::add);
      } else if (!made.contains(at)) {
        Change change = added(alteration, at);
        change = change == null ? altered(alteration, at) : change;
        if (change == null) {
          return List.of();
        }
        changes.add(change);
      }
    }
    try {
      Map<ObjectRef, Fingerprint> same = Offer.after(written.before(), changes).fingerprints();
      return same.equals(written.after().fingerprints()) ? List.copyOf(changes) : List.of();
    } catch (DoesNotFit | IllegalArgumentException e) {
      return List.of();
    }
  }

  /** The change that asks for such a table, as far as a request can say what it is like. */
  static CreateTable table(TableSchema table) {
    return new CreateTable(
        table.schema(),
        table.name(),
        table.comment(),
        table.columns().stream().map(ChangesFor::column).toList(),
        table.primaryKey() == null ? null : key(table.primaryKey()),
        table.uniqueConstraints().stream().map(ChangesFor::key).toList(),
        table.checks().stream()
            .map(check -> new RequestedCheck(check.name(), check.expression()))
            .toList(),
        table.foreignKeys().stream().map(ChangesFor::key).toList(),
        table.indexes().stream().map(ChangesFor::index).toList());
  }

  /** The change that adds a part; null where it is another alteration. */
  private static @Nullable Change added(Alteration alteration, ObjectRef at) {
    if (alteration instanceof io.schemawright.difference.AddColumn add) {
      return new AddColumn(at.schema(), at.name(), column(add.column()));
    }
    if (alteration instanceof io.schemawright.difference.AddIndex add) {
      return new AddIndex(at.schema(), at.name(), index(add.index()));
    }
    if (alteration instanceof io.schemawright.difference.AddForeignKey add) {
      return new AddForeignKey(at.schema(), at.name(), key(add.key()));
    }
    if (alteration instanceof io.schemawright.difference.AddPrimaryKey add) {
      return new AddPrimaryKey(at.schema(), at.name(), key(add.key()));
    }
    if (alteration instanceof AddUnique add) {
      return new AddUniqueConstraint(at.schema(), at.name(), key(add.unique()));
    }
    if (alteration instanceof AddCheck add) {
      return new AddCheckConstraint(
          at.schema(), at.name(), new RequestedCheck(add.check().name(), add.check().expression()));
    }
    return null;
  }

  /** The change that alters or drops a part; null where it is another alteration. */
  private static @Nullable Change altered(Alteration alteration, ObjectRef at) {
    if (alteration instanceof AlterColumnType alter) {
      return new SetColumnType(
          at.schema(),
          at.name(),
          alter.after().name(),
          alter.after().type(),
          alter.after().collation());
    }
    if (alteration instanceof AlterColumnDefault alter) {
      return new SetColumnDefault(
          at.schema(), at.name(), alter.after().name(), alter.after().defaultValue());
    }
    if (alteration instanceof SetNotNull set) {
      return new SetColumnNullable(at.schema(), at.name(), set.column().name(), false);
    }
    if (alteration instanceof DropNotNull drop) {
      return new SetColumnNullable(at.schema(), at.name(), drop.column().name(), true);
    }
    if (alteration instanceof io.schemawright.difference.DropColumn drop) {
      return new DropColumn(at.schema(), at.name(), drop.column().name());
    }
    if (alteration instanceof io.schemawright.difference.DropConstraint drop) {
      return new DropConstraint(at.schema(), at.name(), drop.name());
    }
    if (alteration instanceof io.schemawright.difference.DropIndex drop) {
      return new DropIndex(at.schema(), at.name(), drop.index().name());
    }
    return null;
  }

  private static RequestedColumn column(Column column) {
    return new RequestedColumn(
        column.name(),
        NewColumn.writtenType(column),
        (column.nullable() || column.sequence() != null) ? null : false,
        column.defaultValue(),
        false,
        false,
        column.comment(),
        column.collation(),
        column.identity(),
        column.generated() == null ? null : column.generated().expression(),
        null);
  }

  private static RequestedIndex index(Index index) {
    return new RequestedIndex(
        index.name(),
        index.keys(),
        index.unique(),
        index.method(),
        index.include(),
        index.predicate());
  }

  private static RequestedKey key(PrimaryKey key) {
    return new RequestedKey(key.name(), key.columns(), key.include(), false, key.deferral());
  }

  private static RequestedKey key(UniqueConstraint key) {
    return new RequestedKey(
        key.name(), key.columns(), key.include(), key.nullsNotDistinct(), key.deferral());
  }

  private static RequestedForeignKey key(ForeignKey key) {
    return new RequestedForeignKey(
        key.name(),
        key.columns(),
        new RequestedForeignKey.Target(
            key.referencedSchema(), key.referencedTable(), key.referencedColumns()),
        key.onDelete(),
        key.onUpdate(),
        key.matchFull(),
        key.deferral());
  }
}
