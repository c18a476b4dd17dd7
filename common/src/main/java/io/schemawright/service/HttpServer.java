package io.schemawright.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.schemawright.event.Json;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Answers {@code GET /health} and {@code GET /health/ready} (200 when every part is ready, else
 * 503, with each part's word), {@code GET /live} and {@code GET /health/live} (200 while the
 * process answers at all, whatever else is away), {@code GET /metrics} in Prometheus' text format,
 * and whatever routes a service adds.
 */
public final class HttpServer implements Part {
  private final Javalin server;

  private HttpServer(Javalin server) {
    this.server = server;
  }

  /**
   * Starts to listen, on this machine only unless {@code HTTP_HOST} names another address.
   *
   * @param port 0 for any free port
   * @param routes adds the service's own routes
   */
  public static HttpServer start(Service service, int port, Consumer<JavalinConfig> routes) {
    Javalin server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.routes.get("/health", context -> health(service, context));
              config.routes.get("/health/ready", context -> health(service, context));
              config.routes.get("/live", context -> context.result("live"));
              config.routes.get("/health/live", context -> context.result("live"));
              config.routes.get(
                  "/metrics",
                  context ->
                      context
                          .contentType("text/plain; version=0.0.4; charset=utf-8")
                          .result(service.metrics().scrape()));
              routes.accept(config);
            });
    server.start(service.settings().text("HTTP_HOST", "127.0.0.1"), port);
    return new HttpServer(server);
  }

  private static void health(Service service, Context context) throws JsonProcessingException {
    Map<String, Health> parts = service.health();
    boolean ready = parts.values().stream().allMatch(Health::ready);
    context
        .status(ready ? 200 : 503)
        .contentType(ContentType.APPLICATION_JSON)
        .result(
            Json.mapper()
                .writeValueAsString(
                    Map.of("service", service.name(), "ready", ready, "parts", parts)));
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public Health check() {
    return Health.ok();
  }

  @Override
  public void close() {
    server.stop();
  }
}
