package io.schemawright.policy.rule;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.catalog.TableTraffic;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is around a change on its target: the catalog with the end states of approved, unfinished
 * changes laid over it, for the objects that the change names.
 *
 * @param objects what exists
 * @param pending what requests that are not decided yet would touch
 * @param statistics how big the tables are and how much they are used, as far as is known
 * @param whole objects that are named without being touched, to be there as they are
 * @param windows the names of the target's windows; empty where nobody has said
 * @param trashKeptUntil until when what the change would purge is to be kept; empty where it purges
 *     nothing, or where nobody knows
 */
public record Surroundings(
    Map<ObjectRef, CatalogObject> objects,
    Map<ObjectRef, RequestId> pending,
    Map<ObjectRef, TableStatistics> statistics,
    Set<ObjectRef> whole,
    Optional<List<String>> windows,
    Optional<Instant> trashKeptUntil) {

  /** A hundred a second. */
  public static final long BUSY_SCANS_PER_MINUTE = 6_000;

  /** Ten a second. */
  public static final long BUSY_WRITES_PER_MINUTE = 600;

  /** Surroundings on a target whose windows nobody has said. */
  public Surroundings(
      Map<ObjectRef, CatalogObject> objects,
      Map<ObjectRef, RequestId> pending,
      Map<ObjectRef, TableStatistics> statistics,
      Set<ObjectRef> whole) {
    this(objects, pending, statistics, whole, Optional.empty(), Optional.empty());
  }

  /** Surroundings in which only what is touched matters as a whole. */
  public Surroundings(
      Map<ObjectRef, CatalogObject> objects,
      Map<ObjectRef, RequestId> pending,
      Map<ObjectRef, TableStatistics> statistics) {
    this(objects, pending, statistics, Set.of());
  }

  public Surroundings {
    objects = Map.copyOf(objects);
    pending = Map.copyOf(pending);
    statistics = Map.copyOf(statistics);
    whole = Set.copyOf(whole);
  }

  /** Nothing at all. */
  public static Surroundings empty() {
    return new Surroundings(Map.of(), Map.of(), Map.of());
  }

  /** The object, if it exists. */
  public Optional<CatalogObject> find(ObjectRef ref) {
    return Optional.ofNullable(objects.get(ref));
  }

  /** The undecided request that would touch the object. */
  public Optional<RequestId> pendingFor(ObjectRef ref) {
    return Optional.ofNullable(pending.get(ref));
  }

  /** The table's size, if it is known. */
  public Optional<TableStatistics> size(ObjectRef table) {
    return Optional.ofNullable(statistics.get(table));
  }

  /** Whether the table is known to have no row. A partitioned one keeps its rows elsewhere. */
  public boolean empty(ObjectRef table) {
    return size(table).filter(TableStatistics::empty).isPresent() && !partitioned(table);
  }

  /** Whether the table is divided into partitions. */
  public boolean partitioned(ObjectRef table) {
    return find(table)
        .filter(
            object ->
                object.definition() instanceof TableSchema schema && schema.partitionKey() != null)
        .isPresent();
  }

  /** The table's traffic, where it is so much that many wait behind even a brief lock. */
  public Optional<TableTraffic> busy(ObjectRef table) {
    return size(table)
        .flatMap(size -> Optional.ofNullable(size.traffic()))
        .filter(
            traffic ->
                traffic.scansPerMinute() >= BUSY_SCANS_PER_MINUTE
                    || traffic.writesPerMinute() >= BUSY_WRITES_PER_MINUTE);
  }
}
