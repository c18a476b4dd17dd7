package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Definition;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.change.Work;
import io.schemawright.difference.Difference;
import io.schemawright.plan.Batches;
import io.schemawright.request.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A part of a request's way that is planned as one. */
sealed interface Leg {

  /** What is there before it. */
  SchemaState before();

  /** What is there after it, as far as is known. */
  SchemaState after();

  /** What is only renamed. */
  default Renames renames() {
    return Renames.none();
  }

  /** The steps. */
  List<DraftStep> up(Site site);

  /**
   * The steps back.
   *
   * @throws io.schemawright.difference.Inexpressible if no statements lead back
   */
  List<DraftStep> down(Site site);

  /** The objects that differ before and after. */
  default Set<ObjectRef> touches() {
    Set<ObjectRef> touched = new TreeSet<>(before().objects().keySet());
    touched.addAll(after().objects().keySet());
    touched.removeIf(
        ref -> {
          Definition was = before().objects().get(ref);
          return Objects.equals(was, after().objects().get(ref));
        });
    return touched;
  }

  /** The tables that come into being. */
  default Set<ObjectRef> added() {
    return tables(after(), before(), renames().objects().values());
  }

  /** The tables that go. */
  default Set<ObjectRef> removed() {
    return tables(before(), after(), renames().objects().keySet());
  }

  private static Set<ObjectRef> tables(
      SchemaState in, SchemaState notIn, Iterable<ObjectRef> renamed) {
    Set<ObjectRef> tables = new TreeSet<>(in.objects().keySet());
    tables.removeAll(notIn.objects().keySet());
    tables.removeIf(ref -> ref.kind() != ObjectKind.TABLE);
    renamed.forEach(tables::remove);
    return tables;
  }

  /** From one state to another. */
  record Transit(SchemaState before, SchemaState after, Renames renames) implements Leg {
    /** An index of a partitioned table is built on each of its partitions. */
    @Override
    public Set<ObjectRef> touches() {
      Set<ObjectRef> touched = Leg.super.touches();
      List.copyOf(touched).stream().filter(this::indexed).forEach(ref -> partitions(ref, touched));
      return touched;
    }

    private void partitions(ObjectRef table, Set<ObjectRef> into) {
      for (TableSchema partition : before.partitions(table)) {
        into.add(partition.ref());
        partitions(partition.ref(), into);
      }
    }

    private boolean indexed(ObjectRef ref) {
      return before.find(ref).orElse(null) instanceof TableSchema was
          && was.partitionKey() != null
          && after.find(ref).orElse(null) instanceof TableSchema is
          && !was.indexes().containsAll(is.indexes());
    }

    @Override
    public List<DraftStep> up(Site site) {
      return Sequences.of(Difference.between(before, after, renames), site);
    }

    @Override
    public List<DraftStep> down(Site site) {
      return Sequences.of(
          Difference.between(/* before= */ after, /* after= */ before, renames.reversed()), site);
    }
  }

  /** Statements that a person wrote; what they lead to only a rehearsal shows. */
  record Words(SchemaState before, Work.Statements work) implements Leg {
    @Override
    public SchemaState after() {
      return before;
    }

    @Override
    public List<DraftStep> up(Site site) {
      return HandWritten.steps(work.up());
    }

    @Override
    public List<DraftStep> down(Site site) {
      return HandWritten.steps(work.down());
    }
  }

  /** Rows that get values; the way back leaves them. */
  record Filling(SchemaState before, Work.Backfill work) implements Leg {
    @Override
    public SchemaState after() {
      return before;
    }

    @Override
    public Set<ObjectRef> touches() {
      return Set.of(work.table());
    }

    @Override
    public List<DraftStep> up(Site site) {
      String condition = work.condition();
      return List.of(
          DraftStep.batched(
              "fill %s.%s in batches".formatted(work.table().schema(), work.table().name()),
              "UPDATE %s SET %s%s"
                  .formatted(
                      quote(work.table().schema(), work.table().name()),
                      work.assignments(),
                      condition == null ? "" : " WHERE " + condition),
              new Batches(work.table(), work.key(), work.assignments(), condition)));
    }

    @Override
    public List<DraftStep> down(Site site) {
      return List.of();
    }
  }

  /**
   * Tables that lie in the trash and are dropped there, with their schemas. A schema that holds
   * anything else, or a table that anything rests on, PostgreSQL keeps.
   *
   * @param dropped the request that moved them there
   * @param lying the tables as they were, by the schemas in which they lie
   */
  record Purging(SchemaState before, RequestId dropped, Map<String, TableSchema> lying)
      implements Leg {
    @Override
    public SchemaState after() {
      return before;
    }

    @Override
    public Set<ObjectRef> touches() {
      Set<ObjectRef> touched = new TreeSet<>();
      lying.forEach((schema, table) -> touched.add(ObjectRef.table(schema, table.name())));
      return touched;
    }

    @Override
    public List<DraftStep> up(Site site) {
      List<DraftStep> steps = new ArrayList<>();
      new TreeMap<>(lying)
          .forEach(
              (schema, table) ->
                  steps.add(
                      DraftStep.transactional(
                              "purge the table %s.%s, which %s dropped; its rows are gone for good"
                                  .formatted(table.schema(), table.name(), dropped),
                              List.of(
                                  "DROP TABLE " + quote(schema, table.name()),
                                  "DROP SCHEMA " + quote(schema)),
                              List.of())
                          .losing(ObjectRef.table(schema, table.name()))));
      return steps;
    }

    @Override
    public List<DraftStep> down(Site site) {
      return List.of();
    }
  }
}
