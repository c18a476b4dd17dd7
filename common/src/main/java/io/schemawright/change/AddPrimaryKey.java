package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Adds a primary key; its columns become NOT NULL. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record AddPrimaryKey(String schema, String table, RequestedKey key) implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "add-primary-key";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<AddPrimaryKey> javaType() {
      return AddPrimaryKey.class;
    }
  }

  public AddPrimaryKey {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    key = Objects.requireNonNullElseGet(key, () -> new RequestedKey(null, List.of()));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    key.primaryKeyProblems(problems, path + ".key", null);
  }

  @Override
  public Set<RelationName> relationNames() {
    return Set.of(new RelationName(schema, key.primaryKey(table, GeneratedNames.untaken()).name()));
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    Problems problems = new Problems();
    key.primaryKeyProblems(problems, "$.key", AlteredTable.columns(altered));
    AlteredTable.require(problems);
    TableParts.requireFree(altered, key.name(), "$.key.name");
    PrimaryKey known = altered.primaryKey();
    if (known != null) {
      throw new DoesNotFit(
          "$.key",
          "the table %s.%s has a primary key already, %s (%s); drop that first"
              .formatted(schema, table, known.name(), String.join(", ", known.columns())));
    }
    return altered.toBuilder()
        .columns(altered.columns().stream().map(this::notNull).toList())
        .primaryKey(key.primaryKey(table, TableParts.names(altered, before)))
        .build();
  }

  private Column notNull(Column column) {
    return key.columns().contains(column.name()) ? column.withNullable(false) : column;
  }
}
