package io.schemawright.change;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.List;
import java.util.Set;

/** A change to one table that is there. */
interface TableChange extends Change {

  /** The table's schema. */
  String schema();

  /** The table's name. */
  String table();

  /** What is wrong beyond the names of the schema and the table. */
  void problems(Problems problems, String path);

  @Override
  default List<Problem> problems(String path) {
    Problems problems = new Problems();
    problems.schema(path + ".schema", schema());
    problems.name(path + ".table", table());
    problems(problems, path);
    return problems.found();
  }

  /**
   * The table as it is to be.
   *
   * @throws DoesNotFit if the change cannot be made to it
   */
  TableSchema altered(TableSchema table, SchemaState before);

  @Override
  default Set<ObjectRef> touches() {
    return Set.of(ObjectRef.table(schema(), table()));
  }

  @Override
  default Set<ObjectRef> refersTo() {
    return Set.of();
  }

  @Override
  default Work work(SchemaState before) {
    TableSchema table = AlteredTable.table(before, ObjectRef.table(schema(), table()), "$.table");
    return new Work.Transition(before.with(altered(table, before)));
  }
}
