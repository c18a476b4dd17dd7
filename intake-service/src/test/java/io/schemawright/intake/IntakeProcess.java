package io.schemawright.intake;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.embedded.FreePorts;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.event.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The real service in a process of its own, on a database of its own. */
final class IntakeProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final PostgresServer.Database database =
      Infrastructure.postgres().freshDatabase("intake");
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port = FreePorts.choose();
  private Path directory = Path.of("");
  private @Nullable Process process;

  /** Starts it, with its log in {@code logs}. */
  void startIn(Path logs) {
    directory = logs;
    try {
      process = start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192m",
            "-cp",
            System.getProperty("java.class.path"),
            IntakeMain.class.getName());
    Map<String, String> environment = builder.environment();
    environment.put("SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS", Infrastructure.kafka().services());
    environment.put("SCHEMAWRIGHT_KAFKA_USERNAME", "intake");
    environment.put(
        "SCHEMAWRIGHT_KAFKA_PASSWORD",
        Objects.requireNonNull(Infrastructure.kafka().users().get("intake")));
    environment.put("SCHEMAWRIGHT_DATABASE_URL", database.url());
    environment.put("SCHEMAWRIGHT_DATABASE_USERNAME", database.role());
    environment.put("SCHEMAWRIGHT_DATABASE_PASSWORD", database.password());
    environment.put("SCHEMAWRIGHT_HTTP_PORT", Integer.toString(port));
    environment.put("SCHEMAWRIGHT_DEFAULT_TARGET", "sandbox");
    environment.put("SCHEMAWRIGHT_STOP_WITH_STDIN", "true");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("intake.log").toFile()))
        .start();
  }

  void awaitReady() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> call("GET", "/health", "").statusCode() == 200);
  }

  /** As SIGKILL does, and starts it again. */
  void killAndStart() throws IOException, InterruptedException {
    Objects.requireNonNull(process).destroyForcibly().waitFor();
    process = start();
    awaitReady();
  }

  /** Calls it; headers are names and values in turn. */
  HttpResponse<String> call(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What GET answers, as JSON. */
  JsonNode get(String path) {
    return json(call("GET", path, ""));
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return Json.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(answer.body(), e);
    }
  }

  @Override
  public void close() {
    Process running = process;
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      running.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
