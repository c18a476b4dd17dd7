package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.schemawright.embedded.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A Prometheus of the machine's own, with our configuration, over the services of a test. */
final class PrometheusProcess implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private PrometheusProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The program, where it is installed (Debian's package prometheus). */
  static Optional<Path> program() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, "prometheus"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it, and returns at once.
   *
   * @param directory for its data
   * @param instances {@code host:port} of each service
   */
  static PrometheusProcess start(Path program, Path directory, List<String> instances)
      throws IOException {
    Files.createDirectories(directory);
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        Files.readString(Operations.PROMETHEUS.resolve("prometheus.yml"))
            .replaceAll("_interval: 10s", "_interval: 1s")
            .replaceAll(
                "targets: \\[.*]",
                instances.stream()
                    .map("\"%s\""::formatted)
                    .collect(Collectors.joining(", ", "targets: [", "]"))));
    Files.copy(Operations.PROMETHEUS.resolve("alerts.yml"), directory.resolve("alerts.yml"));
    int port = FreePorts.choose();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    return new PrometheusProcess(process, port);
  }

  /** What the expression gives now: a list of series, each with one value. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    return get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8))
        .path("data")
        .path("result");
  }

  /** Every alert rule, as it was evaluated last. */
  JsonNode rules() throws IOException, InterruptedException {
    return get("/api/v1/rules").path("data").path("groups").path(0).path("rules");
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " is answered by " + answer.body());
    }
    return new ObjectMapper().readTree(answer.body());
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
