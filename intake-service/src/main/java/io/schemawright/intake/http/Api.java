package io.schemawright.intake.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.schemawright.database.Database;
import io.schemawright.intake.request.RequestReader;
import io.schemawright.intake.submission.Intake;
import io.schemawright.messaging.Messaging;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Everything the service answers under {@code /api}, as {@code /openapi.json} describes it. */
public final class Api {
  private final List<Route> routes;

  /** The routes over the service's parts. */
  public Api(
      Database database,
      Messaging messaging,
      RequestReader reader,
      Intake intake,
      BacklogLimit limit,
      Clock clock) {
    this.routes =
        Stream.of(
                Stream.of(
                    new SubmitRoute(messaging.outbox(), reader, intake, limit, clock).route(),
                    new ReviewRoute(messaging.outbox(), messaging.codec()).route(),
                    new Route(HandlerType.GET, "/openapi.json", Api::openapi)),
                new RequestRoutes(database).routes(),
                new CatalogRoutes(database).routes())
            .flatMap(routes -> routes)
            .toList();
  }

  /** Adds the routes, and how faults are answered. */
  public void register(JavalinConfig config) {
    config.http.maxRequestSize = Body.LIMIT + 1L;
    config.http.prefer405over404 = true;
    routes.forEach(
        route -> config.routes.addHttpHandler(route.method(), route.path(), route.handler()));
    Answers.faults(config);
  }

  /** Each route as {@code GET /api/targets}. */
  public List<String> names() {
    return routes.stream().map(route -> route.method().name() + " " + route.path()).toList();
  }

  private static void openapi(Context context) {
    try (InputStream document = Api.class.getResourceAsStream("/openapi.json")) {
      if (document == null) {
        throw new IllegalStateException("openapi.json is not on the class path");
      }
      context.contentType("application/json").result(document.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
