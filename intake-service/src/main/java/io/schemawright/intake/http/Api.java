package io.schemawright.intake.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.schemawright.database.Database;
import io.schemawright.intake.request.RequestReader;
import io.schemawright.intake.submission.Intake;
import io.schemawright.messaging.Messaging;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Everything the service answers under {@code /api}, as {@code /openapi.json} describes it. */
public final class Api {
  private final Map<Operation, Handler> handlers = new EnumMap<>(Operation.class);

  /** The routes over the service's parts. */
  public Api(
      Database database,
      Messaging messaging,
      RequestReader reader,
      Intake intake,
      BacklogLimit limit,
      Clock clock) {
    SubmitRoute submit = new SubmitRoute(messaging.outbox(), reader, intake, limit, clock);
    RequestRoutes requests = new RequestRoutes(database);
    ReviewRoute review = new ReviewRoute(database, messaging.outbox(), messaging.codec());
    CatalogRoutes catalog = new CatalogRoutes(database);
    handlers.put(Operation.SUBMIT, submit::submit);
    handlers.put(Operation.LIST, requests::list);
    handlers.put(Operation.SHOW, requests::show);
    handlers.put(Operation.MIGRATION, requests::migration);
    handlers.put(Operation.REVIEW, review::review);
    handlers.put(Operation.TARGETS, catalog::targets);
    handlers.put(Operation.TABLES, catalog::tables);
    handlers.put(Operation.OPENAPI, Api::openapi);
  }

  /** Adds the routes, and how faults are answered. */
  public void register(JavalinConfig config) {
    config.http.maxRequestSize = Body.LIMIT + 1L;
    config.http.prefer405over404 = true;
    for (Operation operation : Operation.values()) {
      Handler handler =
          Objects.requireNonNull(handlers.get(operation), () -> "nothing answers " + operation);
      config.routes.addHttpHandler(operation.method(), operation.path(), handler);
    }
    Answers.faults(config);
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
