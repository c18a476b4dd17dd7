package io.schemawright.difference;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.DomainType;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OpaqueDefinition;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Takes away what goes and what stands in the way, under the names of before. */
final class Removals {
  private static final Set<ObjectKind> EARLY =
      Set.of(
          ObjectKind.TABLE,
          ObjectKind.VIEW,
          ObjectKind.MATERIALIZED_VIEW,
          ObjectKind.FOREIGN_TABLE);

  private final Pairs pairs;
  private final Draft draft;
  private final Set<ObjectRef> rebuilt;
  private final Set<ObjectRef> pending;
  private final Detachments detachments;

  Removals(Pairs pairs, Draft draft, Set<ObjectRef> rebuilt, Set<ObjectRef> handedOver) {
    this.pairs = pairs;
    this.draft = draft;
    this.detachments = new Detachments(pairs, draft);
    this.rebuilt = rebuilt;
    this.pending = new TreeSet<>(pairs.dropped());
    pending.removeAll(handedOver);
    pending.removeIf(this::fallsWithItsOwner);
  }

  /** What can go before any table is altered. */
  void run() {
    pairs.tables().forEach(this::parts);
    objects();
    pairs.tables().forEach(pair -> items(pair, true));
    disown();
    detachments.fromDropped();
    tables();
    pairs.tables().forEach(pair -> items(pair, false));
    pairs.tables().forEach(pair -> columns(pair, true));
    pairs.tables().forEach(pair -> columns(pair, false));
    detachments.fromStaying();
    Set<ObjectRef> needed = new HashSet<>();
    pairs.staying().keySet().forEach(ref -> needed.addAll(needs(ref)));
    drop(pending.stream().filter(ref -> !needed.contains(ref)).toList());
  }

  /** What only now nothing rests on any more. */
  void rest() {
    drop(List.copyOf(pending));
  }

  /** What is still there under a name that something new needs. */
  Set<ObjectRef> pending() {
    return pending;
  }

  private Collection<ObjectRef> needs(ObjectRef ref) {
    return pairs.before().find(ref).map(d -> pairs.before().needs(ref, d)).orElse(Set.of());
  }

  private void parts(TablePair pair) {
    Set<String> touched = pair.touched();
    for (TablePart part : pair.before().others()) {
      boolean inTheWay =
          switch (part.kind()) {
            case TRIGGER, RULE, POLICY, PUBLICATION ->
                Expression.mentionsAny(part.definition(), touched);
            case STRUCTURE, INDEX, CONSTRAINT, STATISTICS, SETTING, COMMENT -> false;
          };
      if (part.kind() == TablePart.Kind.STRUCTURE) {
        continue;
      }
      TablePart counterpart = pair.counterpart(part);
      if (counterpart == null || inTheWay) {
        String removal = part.removal();
        if (removal != null && !falls(pair, part)) {
          draft.step(
              new RemovePart(draft.table(pair.key()), part, removal),
              pair.key(),
              table -> without(table, part));
        } else {
          draft.set(pair.key(), table -> without(table, part));
        }
      }
    }
  }

  /** A comment on what goes, and a setting that names a column that goes, go by themselves. */
  private static boolean falls(TablePair pair, TablePart part) {
    boolean comment = part.kind() == TablePart.Kind.COMMENT;
    return comment
        && (pair.items().stream()
                .anyMatch(item -> item.goes() && item.item().name().equals(part.name()))
            || pair.before().others().stream()
                .anyMatch(
                    other ->
                        other.kind() != TablePart.Kind.COMMENT
                            && other.kind() != TablePart.Kind.SETTING
                            && other.name().equals(part.name())
                            && pair.counterpart(other) == null));
  }

  private static TableSchema without(TableSchema table, TablePart part) {
    return table.toBuilder()
        .others(table.others().stream().filter(other -> !other.equals(part)).toList())
        .build();
  }

  private void objects() {
    Set<ObjectRef> early = new TreeSet<>(rebuilt);
    for (ObjectRef ref : pending) {
      boolean view = EARLY.contains(ref.kind()) && ref.kind() != ObjectKind.TABLE;
      boolean onTables =
          ref.kind() == ObjectKind.FUNCTION
              && needs(ref).stream().anyMatch(needed -> EARLY.contains(needed.kind()));
      if (view || onTables) {
        early.add(ref);
      }
    }
    drop(early);
  }

  private void items(TablePair pair, boolean foreignKeys) {
    Set<String> gone = pair.gone();
    for (ItemPair item : pair.items()) {
      boolean key = item.item().kind() == Item.Kind.FOREIGN_KEY;
      if (key != foreignKeys || !item.goes()) {
        continue;
      }
      // What has a dropped column as its own goes with the column.
      boolean falls =
          item.item().columns().stream().anyMatch(gone::contains)
              && item.item().kind() != Item.Kind.FOREIGN_KEY;
      if (!falls) {
        draft.step(
            item.item().removal(draft.table(pair.key())), pair.key(), item.item()::removedFrom);
      } else {
        draft.set(pair.key(), item.item()::removedFrom);
      }
      draft.set(pair.key(), table -> withoutMentions(table, item.item().name()));
    }
  }

  /** Comments on what went, and settings that named it. */
  private static TableSchema withoutMentions(TableSchema table, String name) {
    return table.toBuilder()
        .others(
            table.others().stream()
                .filter(
                    part ->
                        !(part.kind() == TablePart.Kind.COMMENT && part.name().equals(name))
                            && !(part.kind() == TablePart.Kind.SETTING
                                && Expression.mentionsAny(part.definition(), Set.of(name))))
                .toList())
        .build();
  }

  private boolean fallsWithItsOwner(ObjectRef ref) {
    return pairs.before().find(ref).orElseThrow() instanceof FreeSequence sequence
        && sequence.ownedBy() != null
        && ownerGoes(sequence.ownedBy());
  }

  private boolean ownerGoes(FreeSequence.Owner owner) {
    ObjectRef table = ObjectRef.table(owner.schema(), owner.table());
    return pairs.before().find(table).isPresent()
        && pairs.table(table).map(pair -> pair.gone().contains(owner.column())).orElse(true);
  }

  private void disown() {
    for (ObjectRef ref : pairs.staying().keySet()) {
      if (pairs.before().find(ref).orElseThrow() instanceof FreeSequence sequence
          && sequence.ownedBy() != null
          && ownerGoes(sequence.ownedBy())) {
        draft.step(new OwnSequence(ref, SequenceOptions.of(sequence).free(null, null)));
      }
    }
  }

  private void tables() {
    List<ObjectRef> tables =
        pending.stream().filter(ref -> ref.kind() == ObjectKind.TABLE).toList();
    List<ObjectRef> order = Dependencies.inOrder(tables, ref -> referencing(ref, tables));
    Set<ObjectRef> there = new HashSet<>(order);
    for (ObjectRef ref : order) {
      for (ObjectRef other : there) {
        TableSchema table = pairs.before().table(other).orElseThrow();
        if (!other.equals(ref)) {
          for (ForeignKey key : table.foreignKeys()) {
            if (key.references().equals(ref)) {
              draft.step(new DropConstraint(table, key.name()));
            }
          }
        }
      }
      draft.step(new DropTable(pairs.before().table(ref).orElseThrow()));
      there.remove(ref);
      pending.remove(ref);
    }
  }

  private List<ObjectRef> referencing(ObjectRef ref, List<ObjectRef> tables) {
    List<ObjectRef> first = new ArrayList<>();
    for (ObjectRef other : tables) {
      TableSchema table = pairs.before().table(other).orElseThrow();
      PartitionOf partition = table.partitionOf();
      if ((partition != null && partition.parent().equals(ref))
          || table.foreignKeys().stream().anyMatch(key -> key.references().equals(ref))) {
        first.add(other);
      }
    }
    return first;
  }

  private void columns(TablePair pair, boolean generated) {
    for (String name : pair.gone()) {
      Column column = draft.table(pair.key()).column(name).orElse(null);
      if (column == null || (column.generated() != null) != generated) {
        continue;
      }
      draft.spread(
          new DropColumn(draft.table(pair.key()), column),
          pair.key(),
          table ->
              table.toBuilder()
                  .columns(table.columns().stream().filter(c -> !c.name().equals(name)).toList())
                  .others(
                      table.others().stream()
                          .filter(
                              part ->
                                  part.kind() == TablePart.Kind.STRUCTURE
                                      || !Expression.mentionsAny(part.definition(), Set.of(name)))
                          .toList())
                  .build());
    }
  }

  private void drop(Collection<ObjectRef> refs) {
    List<ObjectRef> order = new ArrayList<>(Dependencies.inOrder(refs, this::needs));
    Collections.reverse(order);
    for (ObjectRef ref : order) {
      pending.remove(ref);
      drop(ref, Objects.requireNonNull(pairs.before().objects().get(ref)));
    }
  }

  private void drop(ObjectRef ref, Definition definition) {
    if (definition instanceof EnumType type) {
      draft.step(new DropEnum(ref, type));
    } else if (definition instanceof DomainType domain) {
      draft.step(new DropDomain(ref, domain));
    } else if (definition instanceof FreeSequence sequence) {
      draft.step(new DropSequence(ref, sequence));
    } else if (definition instanceof OpaqueDefinition opaque) {
      draft.step(new DropObject(ref, opaque));
    }
  }
}
