package io.schemawright.benchmarks.result;

import io.schemawright.event.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A run as a file for programs.
 *
 * @param mode short or long
 * @param machine on what it ran, by name
 * @param figures of all rounds
 * @param series what was seen over time
 */
public record ResultFile(
    Instant begun,
    String mode,
    Map<String, String> machine,
    List<Results.Summary> figures,
    Map<String, List<Map<String, Object>>> series) {

  /**
   * Writes it, and the directory that it is in; what was there stays until all of it is written.
   */
  public void write(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Json.mapper().writerWithDefaultPrettyPrinter().writeValue(part.toFile(), this);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
