package io.schemawright.difference;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OwnedSequence;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the columns of a table what they are to be; its own names are right already. */
final class ColumnSteps {
  private final Draft draft;
  private final ObjectRef key;
  private final TableSchema wanted;
  private final SequenceSteps sequences;

  ColumnSteps(Pairs pairs, Draft draft, TableSchema wanted) {
    this.draft = draft;
    this.key = wanted.ref();
    this.wanted = wanted;
    this.sequences = new SequenceSteps(pairs, draft, key);
  }

  void run() {
    wanted.columns().forEach(this::retypeIfThere);
    // Generated columns are computed from plain ones, never from each other.
    wanted.columns().stream().filter(c -> c.generated() == null).forEach(this::addIfMissing);
    wanted.columns().stream().filter(c -> c.generated() != null).forEach(this::addIfMissing);
    wanted.columns().forEach(this::attributes);
  }

  private Column now(String name) {
    return draft.table(key).column(name).orElseThrow();
  }

  private void retypeIfThere(Column column) {
    if (draft.table(key).column(column.name()).isEmpty()) {
      return;
    }
    Column now = now(column.name());
    if (now.generated() != null && column.generated() == null) {
      draft.spreadColumn(
          new DropExpression(draft.table(key), now),
          key,
          now.name(),
          old -> old.withGenerated(null));
    }
    if (!now.type().equals(column.type()) || !Objects.equals(now.collation(), column.collation())) {
      retype(now(column.name()), column);
    }
  }

  private void retype(Column now, Column column) {
    if (now.identity() == null && Ddl.defaultValue(draft.table(key), now) != null) {
      dropDefault(now, now.withSequence(null, null).withDefault(null));
    }
    draft.spreadColumn(
        new AlterColumnType(draft.table(key), now, column),
        key,
        now.name(),
        old ->
            old.withType(column.type())
                .withCollation(column.collation())
                .withSequence(old.identity(), followed(old, column.type())));
    draft.set(key, table -> withoutSettings(table, column.name()));
    if (now.identity() == null && now.sequence() != null && column.sequence() != null) {
      Column again = now(column.name());
      draft.step(new AlterColumnDefault(draft.table(key), again.withDefault(null), again));
    }
  }

  /** A new type brings its own storage and compression. */
  private static TableSchema withoutSettings(TableSchema table, String column) {
    return table.toBuilder()
        .others(
            table.others().stream()
                .filter(
                    part ->
                        part.kind() != TablePart.Kind.SETTING
                            || !Expression.mentionsAny(part.definition(), Set.of(column)))
                .toList())
        .build();
  }

  private void dropDefault(Column now, Column without) {
    draft.spreadColumn(
        new AlterColumnDefault(draft.table(key), now, without),
        key,
        now.name(),
        old -> old.withDefault(null));
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

  private void addIfMissing(Column column) {
    if (draft.table(key).column(column.name()).isPresent()) {
      return;
    }
    Column inherited = column.withSequence(null, null).withComment(null);
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
    boolean counts = SequenceSteps.differ(now, column);
    boolean changesDefault = !Objects.equals(now.defaultValue(), column.defaultValue());
    if (changesDefault && (column.defaultValue() == null || counts) && now.defaultValue() != null) {
      dropDefault(now, now.withDefault(null));
    }
    if (now(name).nullable() && !column.nullable()) {
      draft.spreadColumn(
          new SetNotNull(draft.table(key), now(name)), key, name, old -> old.withNullable(false));
    }
    if (counts) {
      sequences.change(now(name), column);
    }
    sequences.options(now(name), column);
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
}
