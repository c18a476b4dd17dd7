package io.schemawright.executor.catalog;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.catalog.TableTraffic;
import io.schemawright.executor.target.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a target found.
 *
 * @param facts about the target
 * @param writes what had been written to its catalog before its objects were read; empty where they
 *     were not read, or nobody counts
 * @param objects the objects as they are, at least those of which something is told
 * @param extent which of them these are, where they were read
 * @param differences between them and what is published
 * @param statistics of all tables
 * @param news tables that are as they were, but for their size or traffic
 */
record Look(
    TargetFacts facts,
    Optional<String> writes,
    Map<ObjectRef, CatalogObject> objects,
    Extent extent,
    List<CatalogObjects.Difference> differences,
    Map<ObjectRef, TableStatistics> statistics,
    List<CatalogObjects.News> news) {

  /** Which objects of a target there are. */
  enum Extent {
    /** All. */
    ALL,
    /** Those of which something is told: the target has too many for more. */
    TOLD,
    /** Of those that are different some, and another look is due for the others. */
    SOME
  }

  /** What looks remember from one to the next, for all targets. Thread-safe. */
  record Memory(TrafficMeter traffic, SizeMeter sizes, CatalogWrites writes) {
    Memory() {
      this(new TrafficMeter(System::nanoTime), new SizeMeter(), new CatalogWrites());
    }
  }

  /**
   * Looks.
   *
   * @param published what is published of the target
   * @param all whether its objects are read also where nothing has been written to its catalog
   * @param most about how many objects are kept; of a target that has more, those of which
   *     something is told
   */
  static Look at(
      Target target,
      SortedMap<ObjectRef, CatalogObjects.Published> published,
      Memory memory,
      boolean all,
      int most)
      throws SQLException {
    try (Connection connection = target.connect()) {
      TargetFacts facts = TargetFacts.read(connection);
      // Before the objects: what is written meanwhile counts as not seen yet.
      Optional<String> writes = CatalogWrites.read(connection);
      boolean same = !all && memory.writes().areSeen(target.name(), writes);
      Map<ObjectRef, CatalogObject> objects = new TreeMap<>();
      Map<ObjectRef, Fingerprint> now =
          same ? fingerprints(published) : read(connection, published, objects, most);
      Map<ObjectRef, TableStatistics> known = known(published, now);
      Map<ObjectRef, TableStatistics> statistics = new TreeMap<>(known);
      statistics.putAll(
          memory.sizes().read(target.name(), connection, now.keySet(), known.keySet()));
      Map<ObjectRef, TableTraffic> used = memory.traffic().read(target.name(), connection);
      statistics.replaceAll((ref, size) -> size.with(used.get(ref)));
      List<CatalogObjects.News> news = news(published, now, statistics, most);
      List<CatalogObjects.Difference> differences =
          same ? new ArrayList<>() : differences(published, now, objects, statistics);
      Extent extent = now.size() <= most ? Extent.ALL : Extent.TOLD;
      if (differences.removeIf(one -> one.now().isEmpty() && now.containsKey(one.object()))) {
        extent = Extent.SOME;
      }
      if (same || extent != Extent.ALL) {
        objects.putAll(
            Introspection.read(
                connection, news.stream().map(CatalogObjects.News::object).toList()));
        news.removeIf(one -> !isStill(now.get(one.object()), objects.get(one.object())));
      }
      return new Look(
          facts, same ? Optional.empty() : writes, objects, extent, differences, statistics, news);
    }
  }

  private static Map<ObjectRef, Fingerprint> fingerprints(
      SortedMap<ObjectRef, CatalogObjects.Published> published) {
    Map<ObjectRef, Fingerprint> fingerprints = new TreeMap<>();
    published.forEach(
        (ref, known) -> known.fingerprint().ifPresent(print -> fingerprints.put(ref, print)));
    return fingerprints;
  }

  /**
   * Reads the whole target, in portions.
   *
   * @param kept takes all objects or, where they are more than {@code most}, those that are not as
   *     published, or some of these
   * @return the fingerprints of all
   */
  private static Map<ObjectRef, Fingerprint> read(
      Connection connection,
      SortedMap<ObjectRef, CatalogObjects.Published> published,
      Map<ObjectRef, CatalogObject> kept,
      int most)
      throws SQLException {
    Map<ObjectRef, Fingerprint> fingerprints = new TreeMap<>();
    Introspection.readSchemas(
        connection,
        List.of(),
        portion -> {
          portion.forEach((ref, object) -> fingerprints.put(ref, object.fingerprint()));
          if (kept.size() < most) {
            kept.putAll(portion);
          }
          if (fingerprints.size() > most) {
            kept.keySet()
                .removeIf(
                    ref ->
                        isAsPublished(
                            published.getOrDefault(ref, CatalogObjects.Published.NEVER),
                            fingerprints.get(ref)));
          }
        });
    return fingerprints;
  }

  private static boolean isAsPublished(CatalogObjects.Published before, @Nullable Fingerprint now) {
    return before.fingerprint().equals(Optional.ofNullable(now));
  }

  private static boolean isStill(@Nullable Fingerprint before, @Nullable CatalogObject now) {
    return now != null && now.fingerprint().equals(before);
  }

  /** The published sizes of what is as it was published. */
  private static Map<ObjectRef, TableStatistics> known(
      SortedMap<ObjectRef, CatalogObjects.Published> published, Map<ObjectRef, Fingerprint> now) {
    Map<ObjectRef, TableStatistics> known = new TreeMap<>();
    now.forEach(
        (ref, fingerprint) -> {
          CatalogObjects.Published before =
              published.getOrDefault(ref, CatalogObjects.Published.NEVER);
          if (isAsPublished(before, fingerprint)) {
            before.statistics().ifPresent(size -> known.put(ref, size));
          }
        });
    return known;
  }

  /** What is left out is news in the next look as well. */
  private static List<CatalogObjects.News> news(
      SortedMap<ObjectRef, CatalogObjects.Published> published,
      Map<ObjectRef, Fingerprint> fingerprints,
      Map<ObjectRef, TableStatistics> statistics,
      int most) {
    List<CatalogObjects.News> news = new ArrayList<>();
    statistics.forEach(
        (ref, now) -> {
          CatalogObjects.Published before =
              published.getOrDefault(ref, CatalogObjects.Published.NEVER);
          if (isAsPublished(before, fingerprints.get(ref))) {
            TableStatistics known = before.statistics().orElse(null);
            TableStatistics since =
                known == null || now.traffic() != null ? now : now.with(known.traffic());
            if (news.size() < most && (known == null || since.differsNotably(known))) {
              news.add(new CatalogObjects.News(ref, before.version(), since));
            }
          }
        });
    return news;
  }

  /** All of them; the object is missing where it is gone or was not kept. */
  private static List<CatalogObjects.Difference> differences(
      SortedMap<ObjectRef, CatalogObjects.Published> published,
      Map<ObjectRef, Fingerprint> now,
      Map<ObjectRef, CatalogObject> objects,
      Map<ObjectRef, TableStatistics> statistics) {
    TreeSet<ObjectRef> refs = new TreeSet<>(published.keySet());
    refs.addAll(now.keySet());
    List<CatalogObjects.Difference> differences = new ArrayList<>();
    for (ObjectRef ref : refs) {
      CatalogObjects.Published before = published.getOrDefault(ref, CatalogObjects.Published.NEVER);
      if (!isAsPublished(before, now.get(ref))) {
        differences.add(
            new CatalogObjects.Difference(
                ref,
                before.version(),
                Optional.ofNullable(objects.get(ref)),
                Optional.ofNullable(statistics.get(ref))));
      }
    }
    return differences;
  }
}
