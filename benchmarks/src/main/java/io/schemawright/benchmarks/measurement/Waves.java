package io.schemawright.benchmarks.measurement;

import com.fasterxml.jackson.core.type.TypeReference;
import io.schemawright.event.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The waves that the stack of one home has seen. Each is in a file there as soon as it is done, so
 * that another run on that home goes on where one was broken off. For one thread.
 */
final class Waves {
  private static final String FILE = "growth.jsonl";

  private final Path file;
  private final List<Wave> waves = new ArrayList<>();

  private Waves(Path file) {
    this.file = file;
  }

  /**
   * Those that a home has seen so far.
   *
   * @throws IOException if they cannot be read
   */
  static Waves of(Path home) throws IOException {
    Waves waves = new Waves(home.resolve(FILE));
    if (Files.exists(waves.file)) {
      for (String line : Files.readAllLines(waves.file)) {
        waves.waves.add(Json.mapper().readValue(line, Wave.class));
      }
    }
    return waves;
  }

  /** How many requests there have been. */
  int done() {
    return waves.isEmpty() ? 0 : waves.get(waves.size() - 1).after();
  }

  /** Keeps one more. */
  void add(Wave wave) throws IOException {
    Files.writeString(
        file,
        Json.mapper().writeValueAsString(wave) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    waves.add(wave);
  }

  /**
   * So many of them, or as many as there are, that were done when there had been {@code number}
   * requests.
   *
   * @throws IllegalStateException for people, where the first was done later
   */
  List<Wave> last(int count, int number) {
    List<Wave> before = waves.stream().filter(wave -> wave.after() <= number).toList();
    if (before.isEmpty()) {
      throw new IllegalStateException(
          "The waves in %s begin after %d requests: begin anew in another --home"
              .formatted(file, number));
    }
    return before.subList(Math.max(0, before.size() - count), before.size());
  }

  /** All of them, as they stand in the file. */
  List<Map<String, Object>> rows() {
    return waves.stream()
        .map(wave -> Json.mapper().convertValue(wave, new TypeReference<Map<String, Object>>() {}))
        .toList();
  }
}
