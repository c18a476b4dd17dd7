package io.schemawright.executor.catalog;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
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
   * @param fingerprint empty where the change removed the object
   * @return the object's new version
   */
  public static long raise(
      Handle handle,
      String target,
      ObjectRef object,
      Optional<Fingerprint> fingerprint,
      RequestId change) {
    return handle
        .createQuery(
            """
            insert into catalog_objects as known (target, object, version, fingerprint, change)
            values (:target, :object, 1, :fingerprint, :change)
            on conflict (target, object) do update
              set version = known.version + 1, fingerprint = excluded.fingerprint,
                  change = excluded.change, changed_at = clock_timestamp()
            returning version
            """)
        .bind("target", target)
        .bind("object", object.key())
        .bind("fingerprint", fingerprint.map(Fingerprint::value).orElse(null))
        .bind("change", change.value())
        .mapTo(Long.class)
        .one();
  }

  /**
   * Something that a look at the target found to be different from what was published.
   *
   * @param seen the version published before the look began
   * @param fingerprint empty where the object is gone
   */
  record Difference(ObjectRef object, long seen, Optional<Fingerprint> fingerprint) {}

  /**
   * Stores differences, but none of an object that has been published anew since the look began:
   * what was looked at is then older than what is known.
   *
   * @return the new versions of what was stored
   */
  static SortedMap<ObjectRef, Long> raise(
      Handle handle, String target, List<Difference> differences) {
    List<@Nullable String> fingerprints = new ArrayList<>();
    differences.forEach(
        difference ->
            fingerprints.add(difference.fingerprint().map(Fingerprint::value).orElse(null)));
    return handle
        .createQuery(
            """
            insert into catalog_objects as known (target, object, version, fingerprint)
            select :target, found.object, found.seen + 1, found.fingerprint
              from unnest(:objects::text[], :seen::bigint[], :fingerprints::text[])
                     as found (object, seen, fingerprint)
            on conflict (target, object) do update
              set version = excluded.version, fingerprint = excluded.fingerprint,
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
        .map(
            (row, context) ->
                Map.entry(ObjectRef.parse(row.getString("object")), row.getLong("version")))
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, TreeMap::new));
  }
}
