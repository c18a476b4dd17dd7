package io.schemawright.difference;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.Identity;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OwnedSequence;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Gives a column the sequence it is to own. One that stood alone before, or is to stand alone, is
 * handed over with its numbers; any other is made and dropped with the column's identity or
 * default.
 */
final class SequenceSteps {
  private final Pairs pairs;
  private final Draft draft;
  private final ObjectRef key;

  SequenceSteps(Pairs pairs, Draft draft, ObjectRef key) {
    this.pairs = pairs;
    this.draft = draft;
    this.key = key;
  }

  /** Sequences that change hands between standing alone and a column: none is made or dropped. */
  static Set<ObjectRef> handedOver(Pairs pairs) {
    Set<ObjectRef> handed = new HashSet<>();
    for (TablePair pair : pairs.tables()) {
      if (pair.same()) {
        continue;
      }
      for (Column is : pair.after().columns()) {
        Column was = pair.before().column(is.name()).orElse(null);
        if (was == null || was.identity() != null || is.identity() != null) {
          continue;
        }
        if (was.sequence() == null && adopted(pairs, pair.key().schema(), is)) {
          handed.add(ref(pair.key().schema(), is));
        } else if (is.sequence() == null && released(pairs, pair.before().schema(), was)) {
          handed.add(ref(pair.before().schema(), was));
        }
      }
    }
    return handed;
  }

  /** Whether the two own sequences in different ways. */
  static boolean differ(Column was, Column is) {
    return (was.sequence() == null) != (is.sequence() == null) || was.identity() != is.identity();
  }

  /** The column {@code was}, as it is in the draft, comes to own what {@code is} owns. */
  void change(Column was, Column is) {
    if (adopted(pairs, key.schema(), is)) {
      adopt(was, is);
    } else if (released(pairs, key.schema(), was)) {
      release(was, is);
    } else {
      draft.column(
          new AlterColumnIdentity(draft.table(key), was, is),
          key,
          is.name(),
          old -> owning(old, is));
    }
  }

  /** Sets the options of the sequence that the column owns already. */
  void options(Column was, Column is) {
    if (is.sequence() == null || is.sequence().equals(was.sequence())) {
      return;
    }
    AlterColumnSequence step = new AlterColumnSequence(draft.table(key), was, is);
    if (!step.statements().isEmpty()) {
      draft.column(step, key, is.name(), old -> old.withSequence(old.identity(), is.sequence()));
    }
  }

  private void adopt(Column was, Column is) {
    ObjectRef sequence = ref(key.schema(), is);
    FreeSequence free = (FreeSequence) pairs.before().find(sequence).orElseThrow();
    FreeSequence owned =
        SequenceOptions.of(Objects.requireNonNull(is.sequence()), is.type())
            .free(new FreeSequence.Owner(key.schema(), key.name(), is.name()), null);
    draft.step(new AlterColumnDefault(draft.table(key), was, is));
    alter(sequence, free, owned);
    draft.column(new OwnSequence(sequence, owned), key, is.name(), old -> owning(old, is));
  }

  private void release(Column was, Column is) {
    ObjectRef sequence = ref(key.schema(), was);
    FreeSequence wanted = (FreeSequence) pairs.after().find(sequence).orElseThrow();
    FreeSequence free =
        SequenceOptions.of(Objects.requireNonNull(was.sequence()), was.type()).free(null, null);
    draft.step(new OwnSequence(sequence, free));
    alter(sequence, free, wanted);
    draft.column(
        new AlterColumnDefault(draft.table(key), was, owning(was, is)),
        key,
        is.name(),
        old -> owning(old, is));
  }

  private void alter(ObjectRef sequence, FreeSequence was, FreeSequence is) {
    AlterSequence options = new AlterSequence(sequence, was, is);
    if (!options.unchanged()) {
      draft.step(options);
    }
  }

  private static Column owning(Column old, Column is) {
    Identity identity = is.identity();
    boolean kept = old.identity() != null && identity != null;
    return old.withSequence(identity, kept ? old.sequence() : is.sequence());
  }

  /** Whether the column's sequence stood alone before. */
  private static boolean adopted(Pairs pairs, String schema, Column is) {
    return serial(is)
        && pairs.before().find(ref(schema, is)).isPresent()
        && pairs.after().find(ref(schema, is)).isEmpty();
  }

  /** Whether the column's sequence is to stand alone. */
  private static boolean released(Pairs pairs, String schema, Column was) {
    return serial(was)
        && pairs.after().find(ref(schema, was)).isPresent()
        && pairs.before().find(ref(schema, was)).isEmpty();
  }

  private static boolean serial(Column column) {
    return column.sequence() != null && column.identity() == null;
  }

  private static ObjectRef ref(String schema, Column column) {
    OwnedSequence sequence = Objects.requireNonNull(column.sequence());
    return new ObjectRef(ObjectKind.SEQUENCE, schema, sequence.name());
  }
}
