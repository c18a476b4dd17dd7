package io.schemawright.difference;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gives what stays its new name, when what goes has left. */
final class Renaming {

  /** A constraint or index on its way to another name. */
  private record Named(ObjectRef table, Item.Kind kind, String schema, String name) {
    String slot() {
      // Constraints without an index have names of their own in each table.
      return schema + '\0' + name + '\0' + (kind.relation() ? "" : table.key());
    }
  }

  private final Pairs pairs;
  private final Draft draft;

  Renaming(Pairs pairs, Draft draft) {
    this.pairs = pairs;
    this.draft = draft;
  }

  void run() {
    objects();
    pairs.tables().forEach(this::columns);
    items();
    pairs.tables().stream().filter(pair -> !pair.same()).forEach(this::settle);
    pairs.tables().forEach(this::sequences);
  }

  private void objects() {
    Map<ObjectRef, ObjectRef> keys = new HashMap<>();
    pairs.renamed().forEach((from, to) -> keys.put(from, to));
    for (Moves.Move<ObjectRef> move :
        Moves.inOrder(
            pairs.renamed(),
            ref -> ref.schema() + '\0' + ref.name(),
            ref -> new ObjectRef(ref.kind(), ref.schema(), Moves.aside(ref.name())))) {
      ObjectRef key = Objects.requireNonNull(keys.get(move.from()));
      keys.put(move.to(), key);
      if (move.from().kind() == ObjectKind.TABLE) {
        draft.step(
            new RenameTable(move.from(), move.to()),
            key,
            table -> table.toBuilder().schema(move.to().schema()).name(move.to().name()).build());
      } else {
        draft.step(new RenameObject(move.from(), move.to()));
      }
    }
  }

  private void columns(TablePair pair) {
    Map<String, String> pending = new LinkedHashMap<>();
    pair.renamed()
        .forEach(
            (from, to) -> {
              // A partitioned table has renamed the columns of its partitions along.
              if (draft.table(pair.key()).column(from).isPresent()
                  && !(pair.after().partitionOf() != null
                      && draft.table(pair.key()).partitionOf() != null
                      && inheritedRename(pair, from, to))) {
                pending.put(from, to);
              }
            });
    pending.keySet().removeAll(pair.gone());
    for (Moves.Move<String> move : Moves.inOrder(pending, name -> name, Moves::aside)) {
      draft.spreadColumn(
          new RenameColumn(draft.table(pair.key()), move.from(), move.to()),
          pair.key(),
          move.from(),
          column -> column.withName(move.to()));
    }
  }

  private boolean inheritedRename(TablePair pair, String from, String to) {
    PartitionOf was = pair.before().partitionOf();
    return was != null
        && pairs
            .table(was.parent())
            .map(parent -> to.equals(parent.renamed().get(from)))
            .orElse(false);
  }

  private void items() {
    Map<Named, Named> pending = new LinkedHashMap<>();
    for (TablePair pair : pairs.tables()) {
      for (ItemPair item : pair.items()) {
        Item wanted = item.wanted();
        if (item.stays() && wanted != null && !wanted.name().equals(item.item().name())) {
          String schema = pair.key().schema();
          pending.put(
              new Named(pair.key(), wanted.kind(), schema, item.item().name()),
              new Named(pair.key(), wanted.kind(), schema, wanted.name()));
        }
      }
    }
    for (Moves.Move<Named> move :
        Moves.inOrder(
            pending,
            Named::slot,
            named ->
                new Named(
                    named.table(), named.kind(), named.schema(), Moves.aside(named.name())))) {
      Named from = move.from();
      TableSchema table = draft.table(from.table());
      draft.step(
          from.kind() == Item.Kind.INDEX
              ? new RenameIndex(table, from.name(), move.to().name())
              : new RenameConstraint(table, from.name(), move.to().name()));
    }
  }

  /** What stays says in the draft what PostgreSQL says of it now that all names are new. */
  private void settle(TablePair pair) {
    TableSchema bare =
        draft.table(pair.key()).toBuilder()
            .primaryKey(null)
            .uniqueConstraints(List.of())
            .exclusions(List.of())
            .checks(List.of())
            .indexes(List.of())
            .foreignKeys(List.<ForeignKey>of())
            .build();
    for (ItemPair item : pair.items()) {
      Item wanted = item.wanted();
      if (item.stays() && wanted != null) {
        bare = wanted.addedTo(bare);
      }
    }
    List<Column> columns = new ArrayList<>();
    for (Column column : bare.columns()) {
      Column wanted = pair.after().column(column.name()).orElse(column);
      boolean computed = column.generated() != null && wanted.generated() != null;
      columns.add(computed ? column.withGenerated(wanted.generated()) : column);
    }
    List<TablePart> others =
        bare.others().stream()
            .map(part -> Objects.requireNonNullElse(pair.counterpart(part), part))
            .toList();
    TableSchema settled = bare.toBuilder().columns(columns).others(others).build();
    draft.set(pair.key(), table -> settled);
  }

  private void sequences(TablePair pair) {
    if (pair.same()) {
      return;
    }
    for (Column column : draft.table(pair.key()).columns()) {
      Column wanted = pair.after().column(column.name()).orElse(null);
      if (wanted == null
          || column.sequence() == null
          || wanted.sequence() == null
          || (column.identity() == null) != (wanted.identity() == null)
          || column.sequence().name().equals(wanted.sequence().name())) {
        continue;
      }
      Column named =
          column.withSequence(
              column.identity(),
              SequenceOptions.of(column.sequence(), column.type())
                  .named(wanted.sequence().name(), column.sequence().type()));
      draft.column(
          new AlterColumnSequence(draft.table(pair.key()), column, named),
          pair.key(),
          column.name(),
          old -> named);
    }
  }
}
