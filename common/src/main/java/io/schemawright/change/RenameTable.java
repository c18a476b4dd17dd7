package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives a table another name; its columns, keys and rows stay as they are. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RenameTable(String schema, String table, String to) implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "rename-table";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<RenameTable> javaType() {
      return RenameTable.class;
    }
  }

  public RenameTable {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    to = Objects.requireNonNullElse(to, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    problems.name(path + ".to", to);
  }

  @Override
  public Set<ObjectRef> touches() {
    return Set.of(ObjectRef.table(schema, table), ObjectRef.table(schema, to));
  }

  /** Whatever else has the new name. */
  @Override
  public Set<ObjectRef> refersTo() {
    return AlteredTable.NAMED_LIKE_TABLES.stream()
        .filter(kind -> kind != ObjectKind.TABLE)
        .map(kind -> new ObjectRef(kind, schema, to))
        .collect(Collectors.toSet());
  }

  @Override
  public Set<RelationName> relationNames() {
    return Set.of(new RelationName(schema, to));
  }

  @Override
  public Work work(SchemaState before) {
    ObjectRef from = ObjectRef.table(schema, table);
    ObjectRef renamed = ObjectRef.table(schema, to);
    TableSchema known = AlteredTable.table(before, from, "$.table");
    AlteredTable.requireFree(before, renamed, "$.to");
    SchemaState after = before.without(from).with(altered(known, before));
    return new Work.Transition(
        Referring.renamed(after, from, renamed), Renames.of(from, renamed), false);
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    return altered.toBuilder()
        .name(to)
        .others(altered.others().stream().map(this::followed).toList())
        .build();
  }

  /** PostgreSQL keeps a trigger, a policy or a rule at its table, whatever the table's name. */
  private TablePart followed(TablePart part) {
    Map<String, String> names = Map.of(table, to);
    String removal = part.removal();
    return new TablePart(
        part.kind(),
        part.name(),
        Expression.renamed(part.definition(), names),
        removal == null ? null : Expression.renamed(removal, names));
  }
}
