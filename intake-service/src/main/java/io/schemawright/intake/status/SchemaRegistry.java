package io.schemawright.intake.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.CatalogObjectRemoved;
import io.schemawright.event.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The tables {@code schema_registry} and {@code schema_fields}: each object as it is now. */
public final class SchemaRegistry {
  private SchemaRegistry() {}

  /**
   * A table as it is.
   *
   * @param target the database it is in
   * @param schema its PostgreSQL schema
   * @param name its name
   * @param description its comment
   * @param owner who asked for it to be created for whom
   * @param version raised whenever its definition changes
   * @param requestId the request that led to this version
   * @param updatedAt when intake heard of this version
   * @param columns how many columns it has
   */
  public record Table(
      String target,
      String schema,
      String name,
      @Nullable String description,
      @Nullable String owner,
      long version,
      @Nullable String requestId,
      Instant updatedAt,
      int columns) {}

  /** Writes an object as it is now; an older version than the one known changes nothing. */
  static void save(Handle handle, CatalogObjectChanged changed, Instant at) {
    CatalogObject object = changed.object();
    TableSchema table = object.definition() instanceof TableSchema schema ? schema : null;
    Optional<Long> id =
        handle
            .createQuery(
                "insert into schema_registry (target, object_key, kind, schema_name, name,"
                    + " description, owner, version, request_id, fingerprint, created_at,"
                    + " updated_at) values (:target, :key, :kind, :schema, :name, :description,"
                    + " (select owner from schema_requests where request_id = :request), :version,"
                    + " :request, :fingerprint, :at, :at) on conflict (target, object_key)"
                    + " do update set description = excluded.description,"
                    + " owner = coalesce(schema_registry.owner, excluded.owner),"
                    + " is_active = true, version = excluded.version,"
                    + " request_id = excluded.request_id, fingerprint = excluded.fingerprint,"
                    + " updated_at = excluded.updated_at"
                    + " where not schema_registry.is_active"
                    + " or schema_registry.version < excluded.version returning id")
            .bind("target", changed.target())
            .bind("key", object.ref().key())
            .bind("kind", object.ref().kind().json())
            .bind("schema", object.ref().schema())
            .bind("name", object.ref().name())
            .bind("description", table == null ? null : table.comment())
            .bind("version", changed.version())
            .bind("request", changed.change() == null ? null : changed.change().value())
            .bind("fingerprint", object.fingerprint().value())
            .bind("at", at.atOffset(ZoneOffset.UTC))
            .mapTo(Long.class)
            .findOne();
    if (id.isPresent() && table != null) {
      replaceFields(handle, id.get(), table.columns());
    }
  }

  private static void replaceFields(Handle handle, long id, List<Column> columns) {
    handle.execute("delete from schema_fields where schema_id = ?", id);
    if (columns.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into schema_fields (schema_id, position, field_name, field_type, is_nullable,"
                + " default_value, metadata) values (?, ?, ?, ?, ?, ?, ?::jsonb)");
    int position = 0;
    for (Column column : columns) {
      position++;
      batch
          .bind(0, id)
          .bind(1, position)
          .bind(2, column.name())
          .bind(3, column.type())
          .bind(4, column.nullable())
          .bind(5, column.defaultValue())
          .bind(6, metadata(column).toString())
          .add();
    }
    batch.execute();
  }

  /** What the seeds' table has no column of its own for. */
  private static JsonNode metadata(Column column) {
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    rest.setAll((ObjectNode) Json.mapper().valueToTree(column));
    rest.remove(List.of("name", "type", "nullable", "default"));
    return rest;
  }

  /** An object is gone; what was known of it stays, marked as inactive. */
  static void remove(Handle handle, CatalogObjectRemoved removed, Instant at) {
    ObjectRef ref = removed.object();
    handle
        .createUpdate(
            "update schema_registry set is_active = false, updated_at = ?"
                + " where target = ? and object_key = ?")
        .bind(0, at.atOffset(ZoneOffset.UTC))
        .bind(1, removed.target())
        .bind(2, ref.key())
        .execute();
  }

  /** The tables of a target, or of all, by name. */
  public static List<Table> tables(Handle handle, @Nullable String target) {
    return handle
        .createQuery(
            "select r.*, (select count(*) from schema_fields f where f.schema_id = r.id) as columns"
                + " from schema_registry r where is_active and kind = 'table'"
                + " and (:target::text is null or target = :target::text)"
                + " order by target, schema_name, name")
        .bind("target", target)
        .map(
            (row, context) ->
                new Table(
                    row.getString("target"),
                    row.getString("schema_name"),
                    row.getString("name"),
                    row.getString("description"),
                    row.getString("owner"),
                    row.getLong("version"),
                    row.getString("request_id"),
                    row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                    row.getInt("columns")))
        .list();
  }
}
