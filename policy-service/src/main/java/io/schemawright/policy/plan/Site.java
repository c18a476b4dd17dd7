package io.schemawright.policy.plan;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.request.RequestId;
import java.util.Map;
import java.util.Set;

/**
 * Where alterations are to run.
 *
 * @param request the request that they are part of
 * @param postgresMajor the target's major version
 * @param before all that is there before the first of them
 * @param idle tables that are known to be without rows
 * @param made tables that the same request makes
 * @param trashed where tables lie that an alteration makes again
 */
record Site(
    RequestId request,
    int postgresMajor,
    SchemaState before,
    Set<ObjectRef> idle,
    Set<ObjectRef> made,
    Map<ObjectRef, String> trashed) {

  /** Whether an alteration of the table holds anybody up. */
  boolean inUse(TableSchema table) {
    return !idle.contains(table.ref()) && !made.contains(table.ref());
  }

  /**
   * Whether it is a table without rows, into which somebody may put some before the plan is run.
   */
  boolean isIdle(ObjectRef ref) {
    return idle.contains(ref) && !made.contains(ref);
  }

  /** Whether the columns are there before the first statement, so that a query can name them. */
  boolean holds(TableSchema table, Iterable<String> columns) {
    TableSchema known = before.find(table.ref()).map(found -> (TableSchema) found).orElse(null);
    if (known == null) {
      return false;
    }
    for (String column : columns) {
      if (known.column(column).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
