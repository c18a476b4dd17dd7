package io.schemawright.intake.http;

import io.javalin.http.Context;
import io.schemawright.database.Database;
import io.schemawright.intake.status.SchemaRegistry;
import io.schemawright.intake.status.Targets;
import java.util.Map;

/** The databases that can be changed, and the tables in them. */
final class CatalogRoutes {
  private final Database database;

  CatalogRoutes(Database database) {
    this.database = database;
  }

  /** Every target. */
  void targets(Context context) {
    Answers.json(context, 200, Map.of("targets", database.read(Targets::list)));
  }

  /** The tables of a target, or of all. */
  void tables(Context context) {
    String target = context.queryParam("target");
    Answers.json(
        context,
        200,
        Map.of("tables", database.read(handle -> SchemaRegistry.tables(handle, target))));
  }
}
