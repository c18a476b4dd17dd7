package io.schemawright.change;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.request.RequestId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What has to be done for a change: the few sorts of work that planning knows. */
public sealed interface Work {

  /** Treats every case. */
  <R> R fold(
      Function<Transition, R> transition,
      Function<Statements, R> statements,
      Function<Backfill, R> backfill,
      Function<RollBack, R> rollBack,
      Function<Purge, R> purge);

  /**
   * The objects are to become these; how is for the difference to say.
   *
   * @param after all objects that were there before, as they are to be
   * @param renames which of them only change their names
   * @param spelled whether {@code after} holds expressions as a person wrote them, in places where
   *     PostgreSQL's own form may stand already, so that the two must be compared as it prints them
   * @param unnamed the names of constraints and indexes in {@code after} that nobody asked for, by
   *     their tables
   */
  record Transition(
      SchemaState after, Renames renames, boolean spelled, Map<ObjectRef, Set<String>> unnamed)
      implements Work {

    public Transition {
      unnamed = Map.copyOf(unnamed);
    }

    /** All names in it are meant. */
    public Transition(SchemaState after, Renames renames, boolean spelled) {
      this(after, renames, spelled, Map.of());
    }

    /** Nothing is renamed, and nothing that was there is spelled anew. */
    public Transition(SchemaState after) {
      this(after, Renames.none(), false);
    }

    /**
     * The wanted state, in which each unnamed part of a table that is there already has the name of
     * the part that it is.
     *
     * @param before what is there
     * @param printed {@code after} as PostgreSQL prints it
     */
    public SchemaState settled(SchemaState before, SchemaState printed) {
      SchemaState settled = printed;
      for (Map.Entry<ObjectRef, Set<String>> table : unnamed.entrySet()) {
        TableSchema known = before.table(table.getKey()).orElse(null);
        TableSchema wanted = printed.table(table.getKey()).orElse(null);
        if (known != null && wanted != null) {
          for (Map.Entry<Renames.Part, String> renamed : renames.parts().entrySet()) {
            String to = renamed.getValue();
            known = new ColumnRename(renamed.getKey().name(), to).in(known);
            wanted = new ColumnRename(to, to).in(wanted); // so that both are spelled alike
          }
          settled = settled.with(PartNames.kept(known, wanted, table.getValue()));
        }
      }
      return settled;
    }

    @Override
    public <R> R fold(
        Function<Transition, R> transition,
        Function<Statements, R> statements,
        Function<Backfill, R> backfill,
        Function<RollBack, R> rollBack,
        Function<Purge, R> purge) {
      return transition.apply(this);
    }
  }

  /**
   * These statements are to be run, each one whole; what they lead to only a rehearsal can say.
   *
   * @param down the way back, in order; empty where the requester gave none
   */
  record Statements(List<String> up, List<String> down) implements Work {
    public Statements {
      up = List.copyOf(up);
      down = List.copyOf(down);
    }

    @Override
    public <R> R fold(
        Function<Transition, R> transition,
        Function<Statements, R> statements,
        Function<Backfill, R> backfill,
        Function<RollBack, R> rollBack,
        Function<Purge, R> purge) {
      return statements.apply(this);
    }
  }

  /**
   * Rows are to be updated, in batches by a key of the table.
   *
   * @param assignments what follows SET
   * @param condition what follows WHERE; null for every row
   */
  record Backfill(ObjectRef table, List<String> key, String assignments, @Nullable String condition)
      implements Work {
    public Backfill {
      key = List.copyOf(key);
    }

    @Override
    public <R> R fold(
        Function<Transition, R> transition,
        Function<Statements, R> statements,
        Function<Backfill, R> backfill,
        Function<RollBack, R> rollBack,
        Function<Purge, R> purge) {
      return backfill.apply(this);
    }
  }

  /** What an earlier request did is to be taken back. */
  record RollBack(RequestId requestId) implements Work {
    @Override
    public <R> R fold(
        Function<Transition, R> transition,
        Function<Statements, R> statements,
        Function<Backfill, R> backfill,
        Function<RollBack, R> rollBack,
        Function<Purge, R> purge) {
      return rollBack.apply(this);
    }
  }

  /** What an earlier request moved to the trash is to be dropped for good. */
  record Purge(RequestId requestId) implements Work {
    @Override
    public <R> R fold(
        Function<Transition, R> transition,
        Function<Statements, R> statements,
        Function<Backfill, R> backfill,
        Function<RollBack, R> rollBack,
        Function<Purge, R> purge) {
      return purge.apply(this);
    }
  }
}
