package io.schemawright.change;

/** What is wrong with a request: where, as a JSON path, and what to do about it. */
public record Problem(String path, String message) {
  public Problem {
    if (!path.startsWith("$")) {
      throw new IllegalArgumentException("'" + path + "' is no JSON path");
    }
  }
}
