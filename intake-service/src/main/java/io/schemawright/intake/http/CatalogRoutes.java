package io.schemawright.intake.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.schemawright.database.Database;
import io.schemawright.intake.status.SchemaRegistry;
import io.schemawright.intake.status.Targets;
import java.util.Map;
import java.util.stream.Stream;

/** The databases that can be changed, and the tables in them. */
final class CatalogRoutes {
  private final Database database;

  CatalogRoutes(Database database) {
    this.database = database;
  }

  Stream<Route> routes() {
    return Stream.of(
        new Route(HandlerType.GET, "/api/targets", this::targets),
        new Route(HandlerType.GET, "/api/tables", this::tables));
  }

  private void targets(Context context) {
    Answers.json(context, 200, Map.of("targets", database.read(Targets::list)));
  }

  private void tables(Context context) {
    String target = context.queryParam("target");
    Answers.json(
        context,
        200,
        Map.of("tables", database.read(handle -> SchemaRegistry.tables(handle, target))));
  }
}
