package io.schemawright.executor.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import java.sql.Types;
import java.util.ArrayList;
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
   */
  public record Published(long version, Optional<Fingerprint> fingerprint) {
    static final Published NEVER = new Published(0, Optional.empty());
  }

  /** Everything published of a target, what is gone included. */
  static SortedMap<ObjectRef, Published> of(Handle handle, String target) {
    return handle
        .createQuery("select object, version, fingerprint from catalog_objects where target = ?")
        .bind(0, target)
        .map(
            (row, context) ->
                Map.entry(
                    ObjectRef.parse(row.getString("object")),
                    new Published(
                        row.getLong("version"),
                        Optional.ofNullable(row.getString("fingerprint")).map(Fingerprint::new))))
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, TreeMap::new));
  }

  /**
   * Stores what a change led to.
   *
   * @param now empty where the change removed the object
   * @return the object's new version
   */
  public static long raise(
      Handle handle,
      String target,
      ObjectRef object,
      Optional<CatalogObject> now,
      RequestId change) {
    return handle
        .createQuery(
            """
            insert into catalog_objects as known
                   (target, object, version, fingerprint, definition, change)
            values (:target, :object, 1, :fingerprint, :definition::json, :change)
            on conflict (target, object) do update
              set version = known.version + 1, fingerprint = excluded.fingerprint,
                  definition = excluded.definition, change = excluded.change, changed_at = clock_timestamp()
            returning version
            """)
        .bind("target", target)
        .bind("object", object.key())
        .bind("fingerprint", now.map(state -> state.fingerprint().value()).orElse(null))
        .bind("definition", now.map(CatalogObjects::json).orElse(null))
        .bind("change", change.value())
        .mapTo(Long.class)
        .one();
  }

  /**
   * Something that a look at the target found to be different from what was published.
   *
   * @param seen the version published before the look began
   * @param now empty where the object is gone
   */
  record Difference(ObjectRef object, long seen, Optional<CatalogObject> now) {}

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
                    Optional.ofNullable(row.getString("definition")).map(CatalogObjects::parse)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String json(CatalogObject object) {
    try {
      return Json.mapper().writeValueAsString(object.definition());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a definition has no JSON", e);
    }
  }

  private static Definition parse(String json) {
    try {
      return Json.mapper().readValue(json, Definition.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("catalog_objects holds an unreadable definition", e);
    }
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
    for (Difference difference : differences) {
      fingerprints.add(difference.now().map(object -> object.fingerprint().value()).orElse(null));
      definitions.add(difference.now().map(CatalogObjects::json).orElse(null));
    }
    return handle
        .createQuery(
            """
            insert into catalog_objects as known (target, object, version, fingerprint, definition)
            select :target, found.object, found.seen + 1, found.fingerprint, found.definition::json
              from unnest(:objects::text[], :seen::bigint[], :fingerprints::text[],
                          :definitions::text[])
                     as found (object, seen, fingerprint, definition)
            on conflict (target, object) do update
              set version = excluded.version, fingerprint = excluded.fingerprint,
                  definition = excluded.definition,
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
        .map(
            (row, context) ->
                Map.entry(ObjectRef.parse(row.getString("object")), row.getLong("version")))
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, TreeMap::new));
  }
}
