package io.schemawright.policy.set;

/**
 * Something wrong in a file of policy sets.
 *
 * @param file its name
 * @param line from 1
 * @param path to the value, parts separated by dots; empty for the whole file
 * @param message what is wrong and what is expected
 */
public record FileProblem(String file, int line, String path, String message) {
  @Override
  public String toString() {
    return "%s, line %d: %s%s".formatted(file, line, path.isEmpty() ? "" : path + " ", message);
  }
}
