package io.schemawright.executor.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code catalog_objects}: each object of each target as it was last published. */
public final class CatalogObjects {
  private CatalogObjects() {}

  /**
   * What was published of an object.
   *
   * @param version from 1; 0 for an object that was never seen
   * @param fingerprint empty where it is gone
   * @param statistics empty where nothing was said about its size
   */
  public record Published(
      long version, Optional<Fingerprint> fingerprint, Optional<TableStatistics> statistics) {
    static final Published NEVER = new Published(0, Optional.empty(), Optional.empty());
  }

  /** Everything published of a target, what is gone included. */
  static SortedMap<ObjectRef, Published> of(Handle handle, String target) {
    return handle
        .createQuery(
            "select object, version, fingerprint, statistics from catalog_objects where target = ?")
        .bind(0, target)
        .map(
            (row, context) ->
                Map.entry(
                    ObjectRef.parse(row.getString("object")),
                    new Published(
                        row.getLong("version"),
                        Optional.ofNullable(row.getString("fingerprint")).map(Fingerprint::new),
                        Optional.ofNullable(row.getString("statistics"))
                            .map(json -> parse(json, TableStatistics.class)))))
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, TreeMap::new));
  }

  /** The published versions of those of these objects that were ever published. */
  static Map<ObjectRef, Long> versions(
      Handle handle, String target, Collection<ObjectRef> objects) {
    return handle
        .createQuery(
            "select object, version from catalog_objects where target = :target"
                + " and object = any(:objects)")
        .bind("target", target)
        .bindBySqlType(
            "objects", objects.stream().map(ObjectRef::key).toArray(String[]::new), Types.ARRAY)
        .map(
            (row, context) ->
                Map.entry(ObjectRef.parse(row.getString("object")), row.getLong("version")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Stores what a change led to.
   *
   * @param now empty where the change removed the object
   * @param statistics of a table, where they were read
   * @return the object's new version
   */
  public static long raise(
      Handle handle,
      String target,
      ObjectRef object,
      Optional<CatalogObject> now,
      Optional<TableStatistics> statistics,
      RequestId change) {
    return handle
        .createQuery(
            """
            insert into catalog_objects as known
                   (target, object, version, fingerprint, definition, statistics, change)
            values (:target, :object, 1, :fingerprint, :definition::json, :statistics::json,
                    :change)
            on conflict (target, object) do update
              set version = known.version + 1, fingerprint = excluded.fingerprint,
                  definition = excluded.definition, statistics = excluded.statistics,
                  change = excluded.change, changed_at = clock_timestamp()
            returning version
            """)
        .bind("target", target)
        .bind("object", object.key())
        .bind("fingerprint", now.map(state -> state.fingerprint().value()).orElse(null))
        .bind("definition", now.map(CatalogObjects::json).orElse(null))
        .bind("statistics", statistics.map(CatalogObjects::json).orElse(null))
        .bind("change", change.value())
        .mapTo(Long.class)
        .one();
  }

  /**
   * Something that a look at the target found to be different from what was published.
   *
   * @param seen the version published before the look began
   * @param now empty where the object is gone
   * @param statistics of a table, where they could be read
   */
  record Difference(
      ObjectRef object,
      long seen,
      Optional<CatalogObject> now,
      Optional<TableStatistics> statistics) {}

  /**
   * The size or traffic of a table, found to differ notably from what was published.
   *
   * @param seen the version published before the look began
   */
  record News(ObjectRef object, long seen, TableStatistics statistics) {}

  /** What was published of a table and is published once more, with what is new. */
  record Anew(ObjectRef object, long version, Optional<RequestId> change) {}

  /**
   * How objects were when they were last published; what was gone then is not among them.
   *
   * @return without a definition where it was published before definitions were kept
   */
  static Map<ObjectRef, Optional<Definition>> definitions(
      Handle handle, String target, List<ObjectRef> objects) {
    return handle
        .createQuery(
            "select object, definition from catalog_objects where target = :target"
                + " and object = any(:objects) and fingerprint is not null")
        .bind("target", target)
        .bindBySqlType(
            "objects", objects.stream().map(ObjectRef::key).toArray(String[]::new), Types.ARRAY)
        .map(
            (row, context) ->
                Map.entry(
                    ObjectRef.parse(row.getString("object")),
                    Optional.ofNullable(row.getString("definition"))
                        .map(json -> parse(json, Definition.class))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String json(CatalogObject object) {
    return json(object.definition());
  }

  private static String json(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(value.getClass() + " has no JSON", e);
    }
  }

  private static <T> T parse(String json, Class<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("catalog_objects holds what is no " + type, e);
    }
  }

  /**
   * Stores news of tables, but none of one that has been published anew since the look began.
   *
   * @return those that were stored
   */
  static List<Anew> measured(Handle handle, String target, List<News> news) {
    // In one order, so that two processes that find the same do not wait for each other in a ring.
    return handle
        .createQuery(
            """
            with mine as (
              select known.object, found.statistics
                from catalog_objects known
                join unnest(:objects::text[], :seen::bigint[], :statistics::text[])
                       as found (object, seen, statistics)
                  on found.object = known.object and found.seen = known.version
               where known.target = :target and known.fingerprint is not null
               order by known.object
                 for update of known
            )
            update catalog_objects known
               set statistics = mine.statistics::json
              from mine
             where known.target = :target and known.object = mine.object
            returning known.object, known.version, known.change
            """)
        .bind("target", target)
        .bindBySqlType(
            "objects", news.stream().map(n -> n.object().key()).toArray(String[]::new), Types.ARRAY)
        .bindBySqlType("seen", news.stream().map(News::seen).toArray(Long[]::new), Types.ARRAY)
        .bindBySqlType(
            "statistics",
            news.stream().map(n -> json(n.statistics())).toArray(String[]::new),
            Types.ARRAY)
        .map(
            (row, context) ->
                new Anew(
                    ObjectRef.parse(row.getString("object")),
                    row.getLong("version"),
                    Optional.ofNullable(row.getString("change")).map(RequestId::new)))
        .list();
  }

  /**
   * Stores differences, but none of an object that has been published anew since the look began:
   * what was looked at is then older than what is known.
   *
   * @return the new versions of what was stored
   */
  static SortedMap<ObjectRef, Long> raise(
      Handle handle, String target, List<Difference> differences) {
    List<@Nullable String> fingerprints = new ArrayList<>();
    List<@Nullable String> definitions = new ArrayList<>();
    List<@Nullable String> statistics = new ArrayList<>();
    for (Difference difference : differences) {
      fingerprints.add(difference.now().map(object -> object.fingerprint().value()).orElse(null));
      definitions.add(difference.now().map(CatalogObjects::json).orElse(null));
      statistics.add(difference.statistics().map(CatalogObjects::json).orElse(null));
    }
    return handle
        .createQuery(
            """
            insert into catalog_objects as known
                   (target, object, version, fingerprint, definition, statistics)
            select :target, found.object, found.seen + 1, found.fingerprint,
                   found.definition::json, found.statistics::json
              from unnest(:objects::text[], :seen::bigint[], :fingerprints::text[],
                          :definitions::text[], :statistics::text[])
                     as found (object, seen, fingerprint, definition, statistics)
            on conflict (target, object) do update
              set version = excluded.version, fingerprint = excluded.fingerprint,
                  definition = excluded.definition, statistics = excluded.statistics,
                  change = null, changed_at = clock_timestamp()
              where known.version = excluded.version - 1
            returning object, version
            """)
        .bind("target", target)
        .bindBySqlType(
            "objects",
            differences.stream()
                .map(difference -> difference.object().key())
                .toArray(String[]::new),
            Types.ARRAY)
        .bindBySqlType(
            "seen", differences.stream().map(Difference::seen).toArray(Long[]::new), Types.ARRAY)
        .bindBySqlType("fingerprints", fingerprints.toArray(String[]::new), Types.ARRAY)
        .bindBySqlType("definitions", definitions.toArray(String[]::new), Types.ARRAY)
        .bindBySqlType("statistics", statistics.toArray(String[]::new), Types.ARRAY)
        .map(
            (row, context) ->
                Map.entry(ObjectRef.parse(row.getString("object")), row.getLong("version")))
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, TreeMap::new));
  }
}
