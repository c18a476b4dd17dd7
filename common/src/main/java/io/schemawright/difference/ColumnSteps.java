package io.schemawright.difference;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OwnedSequence;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the columns of a table what they are to be; its own names are right already. */
final class ColumnSteps {
  private final Pairs pairs;
  private final Draft draft;
  private final ObjectRef key;
  private final TableSchema wanted;

  ColumnSteps(Pairs pairs, Draft draft, TableSchema wanted) {
    this.pairs = pairs;
    this.draft = draft;
    this.key = wanted.ref();
    this.wanted = wanted;
  }

  void run() {
    retype();
    // Generated columns are computed from plain ones, never from each other.
    wanted.columns().stream().filter(c -> c.generated() == null).forEach(this::addIfMissing);
    wanted.columns().stream().filter(c -> c.generated() != null).forEach(this::addIfMissing);
    wanted.columns().forEach(this::attributes);
  }

  private Column now(String name) {
    return draft.table(key).column(name).orElseThrow();
  }

  private void retype() {
    for (Column column : wanted.columns()) {
      if (draft.table(key).column(column.name()).isEmpty()) {
        continue;
      }
      Column now = now(column.name());
      if (now.generated() != null && column.generated() == null) {
        draft.spreadColumn(
            new DropExpression(draft.table(key), now), key, now.name(), old -> plain(old));
        now = now(column.name());
      }
      boolean retype =
          !now.type().equals(column.type()) || !Objects.equals(now.collation(), column.collation());
      if (retype) {
        if (now.identity() == null && Ddl.defaultValue(draft.table(key), now) != null) {
          Column without = withSequence(now, null).withDefault(null);
          draft.spreadColumn(
              new AlterColumnDefault(draft.table(key), now, without),
              key,
              now.name(),
              old -> old.withDefault(null));
        }
        draft.spreadColumn(
            new AlterColumnType(draft.table(key), now, column),
            key,
            now.name(),
            old ->
                new Column(
                    old.name(),
                    column.type(),
                    old.nullable(),
                    old.defaultValue(),
                    old.identity(),
                    followed(old, column.type()),
                    null,
                    column.collation(),
                    old.comment()));
        // A new type brings its own storage and compression.
        draft.set(
            key,
            table ->
                table.toBuilder()
                    .others(
                        table.others().stream()
                            .filter(
                                part ->
                                    part.kind() != TablePart.Kind.SETTING
                                        || !Expression.mentionsAny(
                                            part.definition(), Set.of(column.name())))
                            .toList())
                    .build());
        if (now.identity() == null && now.sequence() != null && column.sequence() != null) {
          Column again = now(column.name());
          draft.step(new AlterColumnDefault(draft.table(key), again.withDefault(null), again));
        }
      }
    }
  }

  private static Column plain(Column column) {
    return new Column(
        column.name(),
        column.type(),
        column.nullable(),
        null,
        null,
        null,
        null,
        column.collation(),
        column.comment());
  }

  /** The sequence of a serial column keeps its type, that of an identity takes the column's. */
  private static @Nullable OwnedSequence followed(Column column, String type) {
    OwnedSequence sequence = column.sequence();
    if (sequence == null || column.identity() != null) {
      return sequence;
    }
    String own = sequence.type() == null ? column.type() : sequence.type();
    return new OwnedSequence(
        sequence.name(),
        own.equals(type) ? null : own,
        sequence.start(),
        sequence.increment(),
        sequence.min(),
        sequence.max(),
        sequence.cache(),
        sequence.cycle());
  }

  private static Column withSequence(Column column, @Nullable OwnedSequence sequence) {
    return new Column(
        column.name(),
        column.type(),
        column.nullable(),
        column.defaultValue(),
        sequence == null ? null : column.identity(),
        sequence,
        column.generated(),
        column.collation(),
        column.comment());
  }

  private void addIfMissing(Column column) {
    if (draft.table(key).column(column.name()).isPresent()) {
      return;
    }
    Column inherited =
        new Column(
            column.name(),
            column.type(),
            column.nullable(),
            column.defaultValue(),
            null,
            null,
            column.generated(),
            column.collation(),
            null);
    draft.spread(
        new AddColumn(draft.table(key), column),
        key,
        table -> {
          List<Column> columns = new ArrayList<>(table.columns());
          columns.add(table.ref().equals(draft.table(key).ref()) ? column : inherited);
          return table.toBuilder().columns(columns).build();
        });
  }

  private void attributes(Column column) {
    String name = column.name();
    Column now = now(name);
    boolean adopted =
        column.sequence() != null
            && column.identity() == null
            && free(pairs.before().find(sequence(column)).isPresent(), column);
    boolean sequences =
        (now.sequence() == null) != (column.sequence() == null)
            || (now.identity() == null) != (column.identity() == null)
            || now.identity() != column.identity();
    boolean changesDefault = !Objects.equals(now.defaultValue(), column.defaultValue());
    if (changesDefault
        && (column.defaultValue() == null || sequences)
        && now.defaultValue() != null) {
      Column without = now.withDefault(null);
      draft.spreadColumn(
          new AlterColumnDefault(draft.table(key), now, without),
          key,
          name,
          old -> old.withDefault(null));
    }
    if (now(name).nullable() && !column.nullable()) {
      draft.spreadColumn(
          new SetNotNull(draft.table(key), now(name)), key, name, old -> old.withNullable(false));
    }
    if (sequences && adopted) {
      adopt(column);
    } else if (sequences && released(now)) {
      release(now, column);
    } else if (sequences) {
      draft.column(
          new AlterColumnIdentity(draft.table(key), now(name), column),
          key,
          name,
          old -> identified(old, column));
    } else if (column.sequence() != null && !column.sequence().equals(now(name).sequence())) {
      AlterColumnSequence step = new AlterColumnSequence(draft.table(key), now(name), column);
      if (!step.statements().isEmpty()) {
        draft.column(step, key, name, old -> withSequence(old, column.sequence()));
      }
    }
    Column then = now(name);
    if (!Objects.equals(then.defaultValue(), column.defaultValue())) {
      draft.spreadColumn(
          new AlterColumnDefault(draft.table(key), then, column),
          key,
          name,
          old -> old.withDefault(column.defaultValue()));
    }
    if (!now(name).nullable() && column.nullable()) {
      draft.spreadColumn(
          new DropNotNull(draft.table(key), now(name)), key, name, old -> old.withNullable(true));
    }
    if (!Objects.equals(now(name).comment(), column.comment())) {
      draft.column(
          new SetComment(key, name, column.comment()),
          key,
          name,
          old -> old.withComment(column.comment()));
    }
  }

  private static Column identified(Column old, Column column) {
    return new Column(
        old.name(),
        old.type(),
        old.nullable(),
        old.defaultValue(),
        column.identity(),
        old.identity() != null && column.identity() != null ? old.sequence() : column.sequence(),
        old.generated(),
        old.collation(),
        old.comment());
  }

  private ObjectRef sequence(Column column) {
    return new ObjectRef(
        ObjectKind.SEQUENCE, key.schema(), Objects.requireNonNull(column.sequence()).name());
  }

  private boolean free(boolean there, Column column) {
    return there && pairs.after().find(sequence(column)).isEmpty();
  }

  /** Whether the column's sequence becomes one that stands alone. */
  private boolean released(Column now) {
    return now.sequence() != null
        && now.identity() == null
        && pairs.after().find(sequence(now)).isPresent()
        && pairs.before().find(sequence(now)).isEmpty();
  }

  private void adopt(Column column) {
    FreeSequence free = (FreeSequence) pairs.before().find(sequence(column)).orElseThrow();
    OwnedSequence own = Objects.requireNonNull(column.sequence());
    Column now = now(column.name());
    draft.step(new AlterColumnDefault(draft.table(key), now, column));
    FreeSequence owned =
        SequenceOptions.of(own, column.type())
            .free(new FreeSequence.Owner(key.schema(), key.name(), column.name()), null);
    AlterSequence options = new AlterSequence(sequence(column), free, owned);
    if (!options.unchanged()) {
      draft.step(options);
    }
    draft.column(
        new OwnSequence(sequence(column), owned),
        key,
        column.name(),
        old -> identified(old, column));
  }

  private void release(Column now, Column column) {
    OwnedSequence own = Objects.requireNonNull(now.sequence());
    FreeSequence wantedSequence = (FreeSequence) pairs.after().find(sequence(now)).orElseThrow();
    FreeSequence was = SequenceOptions.of(own, now.type()).free(null, null);
    draft.step(new OwnSequence(sequence(now), was));
    AlterSequence options = new AlterSequence(sequence(now), was, wantedSequence);
    if (!options.unchanged()) {
      draft.step(options);
    }
    draft.column(
        new AlterColumnDefault(draft.table(key), now, identified(now, column)),
        key,
        now.name(),
        old -> identified(old, column));
  }

  /** Sequences that change hands between standing alone and a column: none is made or dropped. */
  static Set<ObjectRef> handedOver(Pairs pairs) {
    Set<ObjectRef> handed = new HashSet<>();
    for (TablePair pair : pairs.tables()) {
      if (pair.same()) {
        continue;
      }
      for (Column column : pair.after().columns()) {
        collect(pairs, pair.before().column(column.name()).orElse(null), column, handed, pair);
      }
    }
    return handed;
  }

  private static void collect(
      Pairs pairs, @Nullable Column was, Column is, Set<ObjectRef> handed, TablePair pair) {
    if (was == null || was.identity() != null || is.identity() != null) {
      return;
    }
    OwnedSequence one = was.sequence();
    OwnedSequence other = is.sequence();
    if (one == null && other != null) {
      ObjectRef ref = new ObjectRef(ObjectKind.SEQUENCE, pair.key().schema(), other.name());
      if (pairs.before().find(ref).isPresent() && pairs.after().find(ref).isEmpty()) {
        handed.add(ref);
      }
    } else if (one != null && other == null) {
      ObjectRef ref = new ObjectRef(ObjectKind.SEQUENCE, pair.before().schema(), one.name());
      if (pairs.after().find(ref).isPresent() && pairs.before().find(ref).isEmpty()) {
        handed.add(ref);
      }
    }
  }
}
