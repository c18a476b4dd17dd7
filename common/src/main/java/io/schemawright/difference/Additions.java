package io.schemawright.difference;

import io.schemawright.catalog.Definition;
import io.schemawright.catalog.DomainType;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OpaqueDefinition;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes what is new, and alters what stays, in the order of what rests on what. */
final class Additions {
  private final Pairs pairs;
  private final Draft draft;
  private final Map<ObjectRef, TablePair> staying = new HashMap<>();
  private final Set<ObjectRef> added;
  private final Set<ObjectRef> rebuilt = new HashSet<>();
  private final Set<ObjectRef> handedOver;
  private final Map<ObjectRef, ObjectRef> origins = new HashMap<>();

  /** Tables that foreign keys can refer to already. */
  private final Set<ObjectRef> ready = new HashSet<>();

  private final Map<ObjectRef, TableSchema> unfinished = new HashMap<>();

  Additions(Pairs pairs, Draft draft, Set<ObjectRef> rebuiltBefore, Set<ObjectRef> handedOver) {
    this.pairs = pairs;
    this.draft = draft;
    this.added = new TreeSet<>(pairs.added());
    this.handedOver = handedOver;
    added.removeAll(handedOver);
    pairs.staying().forEach((from, to) -> origins.put(to, from));
    rebuiltBefore.forEach(ref -> rebuilt.add(Objects.requireNonNull(pairs.staying().get(ref))));
    for (TablePair pair : pairs.tables()) {
      staying.put(pair.key(), pair);
      if (pair.same() && pair.items().stream().allMatch(ItemPair::stays)) {
        ready.add(pair.key());
      }
    }
  }

  void run() {
    List<ObjectRef> first = new ArrayList<>();
    pairs.after().objects().keySet().forEach(first::add);
    for (ObjectRef ref : Dependencies.inOrder(first, this::needs)) {
      Definition wanted = Objects.requireNonNull(pairs.after().objects().get(ref));
      if (added.contains(ref) || rebuilt.contains(ref)) {
        add(ref, wanted);
      } else if (!handedOver.contains(ref)) {
        alter(ref, wanted);
      }
      ready.add(ref);
    }
    pairs.after().objects().forEach(this::foreignKeys);
    pairs.after().objects().forEach(this::lateParts);
    pairs.after().objects().forEach(this::owner);
    pairs.tables().forEach(this::order);
  }

  private Set<ObjectRef> needs(ObjectRef ref) {
    return pairs.after().find(ref).map(d -> pairs.after().needs(ref, d)).orElse(Set.of());
  }

  private void add(ObjectRef ref, Definition wanted) {
    if (wanted instanceof TableSchema table) {
      table(table);
    } else if (wanted instanceof EnumType type) {
      draft.step(new AddEnum(ref, type));
    } else if (wanted instanceof DomainType domain) {
      draft.step(new AddDomain(ref, domain));
    } else if (wanted instanceof FreeSequence sequence) {
      draft.step(new AddSequence(ref, sequence));
    } else if (wanted instanceof OpaqueDefinition opaque) {
      draft.step(new AddObject(ref, opaque));
    }
  }

  private void table(TableSchema table) {
    List<ForeignKey> now =
        table.foreignKeys().stream()
            .filter(
                key ->
                    key.references().equals(table.ref())
                        || ready.contains(key.references())
                        || pairs.after().find(key.references()).isEmpty())
            .toList();
    boolean early =
        table.others().stream()
            .noneMatch(part -> part.kind().compareTo(TablePart.Kind.TRIGGER) >= 0);
    List<TablePart> parts =
        early
            ? table.others()
            : table.others().stream()
                .filter(part -> part.kind().compareTo(TablePart.Kind.TRIGGER) < 0)
                .toList();
    TableSchema made = table.toBuilder().foreignKeys(now).others(parts).build();
    PartitionOf partition = table.partitionOf();
    TableSchema parent =
        partition == null ? null : pairs.after().table(partition.parent()).orElse(null);
    draft.step(new AddTable(made, parent));
    unfinished.put(table.ref(), made);
  }

  private void alter(ObjectRef ref, Definition wanted) {
    ObjectRef origin = Objects.requireNonNull(origins.get(ref));
    Definition was = Objects.requireNonNull(pairs.before().objects().get(origin));
    TablePair pair = staying.get(ref);
    if (pair != null) {
      alter(pair);
    } else if (was instanceof EnumType one && wanted instanceof EnumType other) {
      new EnumSteps(draft, ref).run(one, other);
    } else if (was instanceof DomainType one && wanted instanceof DomainType other) {
      AlterDomain step = new AlterDomain(ref, one, other);
      if (!step.statements().isEmpty()) {
        draft.step(step);
      }
      comment(ref, one.comment(), other.comment());
    } else if (was instanceof FreeSequence one && wanted instanceof FreeSequence other) {
      AlterSequence step = new AlterSequence(ref, one, other);
      if (!step.unchanged()) {
        draft.step(step);
      }
      comment(ref, one.comment(), other.comment());
    } else if (was instanceof OpaqueDefinition one
        && wanted instanceof OpaqueDefinition other
        && !Rebuilds.same(one, other)) {
      draft.step(new ReplaceObject(ref, one, other));
    }
  }

  private void comment(ObjectRef ref, @Nullable String was, @Nullable String is) {
    if (!Objects.equals(was, is)) {
      draft.step(new SetComment(ref, null, is));
    }
  }

  private void alter(TablePair pair) {
    TableSchema wanted = pair.after();
    ObjectRef key = pair.key();
    if (pair.same() && pair.items().stream().allMatch(ItemPair::stays)) {
      return;
    }
    if (pair.before().unlogged() != wanted.unlogged()) {
      draft.step(
          new SetLogged(draft.table(key), wanted.unlogged()),
          key,
          table -> table.toBuilder().unlogged(wanted.unlogged()).build());
    }
    new ColumnSteps(pairs, draft, wanted).run();
    PartitionOf partition = wanted.partitionOf();
    if (partition != null && draft.table(key).partitionOf() == null) {
      draft.step(
          new AttachPartition(draft.table(key), partition),
          key,
          table -> table.toBuilder().partitionOf(partition).build());
    }
    for (ItemPair item : pair.items()) {
      if (item.validated() && item.item().kind() != Item.Kind.FOREIGN_KEY) {
        validate(pair, item);
      }
    }
    for (Item item : pair.added()) {
      if (item.kind() != Item.Kind.FOREIGN_KEY) {
        draft.step(item.addition(draft.table(key)), key, item::addedTo);
      }
    }
    if (!Objects.equals(pair.before().comment(), wanted.comment())) {
      draft.step(
          new SetComment(key, null, wanted.comment()),
          key,
          table -> table.toBuilder().comment(wanted.comment()).build());
    }
    parts(key, wanted, false);
  }

  private void validate(TablePair pair, ItemPair item) {
    draft.step(
        new ValidateConstraint(
            draft.table(pair.key()), Objects.requireNonNull(item.wanted()).name()));
  }

  private void parts(ObjectRef key, TableSchema wanted, boolean late) {
    for (TablePart part : wanted.others()) {
      boolean isLate = part.kind().compareTo(TablePart.Kind.TRIGGER) >= 0;
      if (isLate == late && !draft.table(key).others().contains(part)) {
        draft.step(
            new AddPart(draft.table(key), part),
            key,
            table -> {
              List<TablePart> others = new ArrayList<>(table.others());
              others.add(part);
              return table.toBuilder().others(others).build();
            });
      }
    }
  }

  private void lateParts(ObjectRef ref, Definition wanted) {
    TableSchema made = unfinished.get(ref);
    if (wanted instanceof TableSchema table && made != null) {
      for (TablePart part : table.others()) {
        if (!made.others().contains(part)) {
          draft.step(new AddPart(table, part));
        }
      }
    } else if (staying.containsKey(ref)) {
      parts(ref, (TableSchema) wanted, true);
    }
  }

  private void foreignKeys(ObjectRef ref, Definition wanted) {
    TablePair pair = staying.get(ref);
    TableSchema made = unfinished.get(ref);
    if (pair != null) {
      for (ItemPair item : pair.items()) {
        if (item.validated() && item.item().kind() == Item.Kind.FOREIGN_KEY) {
          validate(pair, item);
        }
      }
      for (Item item : pair.added()) {
        if (item.kind() == Item.Kind.FOREIGN_KEY) {
          draft.step(item.addition(draft.table(ref)), ref, item::addedTo);
        }
      }
    } else if (made != null && wanted instanceof TableSchema table) {
      TableSchema growing = made;
      for (ForeignKey key : table.foreignKeys()) {
        if (!made.foreignKeys().contains(key)) {
          draft.step(new AddForeignKey(growing, key));
          List<ForeignKey> keys = new ArrayList<>(growing.foreignKeys());
          keys.add(key);
          growing = growing.toBuilder().foreignKeys(keys).build();
        }
      }
      unfinished.put(ref, growing);
    }
  }

  private void owner(ObjectRef ref, Definition wanted) {
    if (wanted instanceof FreeSequence sequence && !handedOver.contains(ref)) {
      FreeSequence.Owner was = ownerNow(ref);
      if (!Objects.equals(was, sequence.ownedBy())) {
        draft.step(new OwnSequence(ref, sequence));
      }
    }
  }

  private FreeSequence.@Nullable Owner ownerNow(ObjectRef ref) {
    ObjectRef origin = origins.get(ref);
    if (origin == null
        || !(pairs.before().find(origin).orElseThrow() instanceof FreeSequence sequence)
        || sequence.ownedBy() == null) {
      return null;
    }
    FreeSequence.Owner owner = sequence.ownedBy();
    ObjectRef table = ObjectRef.table(owner.schema(), owner.table());
    TablePair pair = pairs.table(table).orElse(null);
    if (pair == null) {
      return pairs.before().find(table).isPresent() ? null : owner;
    }
    return pair.gone().contains(owner.column())
        ? null
        : new FreeSequence.Owner(
            pair.key().schema(),
            pair.key().name(),
            pair.renamed().getOrDefault(owner.column(), owner.column()));
  }

  private void order(TablePair pair) {
    List<String> is = draft.table(pair.key()).columns().stream().map(c -> c.name()).toList();
    List<String> wanted = pair.after().columns().stream().map(c -> c.name()).toList();
    if (!is.equals(wanted)) {
      draft.remark(
          pair.key(),
          "its columns stand in another order, which PostgreSQL cannot change: %s instead of %s"
              .formatted(String.join(", ", is), String.join(", ", wanted)));
    }
  }
}
