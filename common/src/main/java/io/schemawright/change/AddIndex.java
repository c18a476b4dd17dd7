package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;
import java.util.Set;

/** Adds an index to a table that is there. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record AddIndex(String schema, String table, RequestedIndex index) implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "add-index";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<AddIndex> javaType() {
      return AddIndex.class;
    }
  }

  public AddIndex {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    index = Objects.requireNonNullElseGet(index, RequestedIndex::none);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    index.problems(problems, path + ".index", null);
  }

  @Override
  public Set<RelationName> relationNames() {
    return Set.of(new RelationName(schema, index.index(table, GeneratedNames.untaken()).name()));
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    Problems problems = new Problems();
    index.problems(problems, "$.index", AlteredTable.columns(altered));
    AlteredTable.require(problems);
    TableParts.requireFree(altered, index.name(), "$.index.name");
    return altered.toBuilder()
        .indexes(
            TableParts.with(
                altered.indexes(), index.index(table, TableParts.names(altered, before))))
        .build();
  }
}
