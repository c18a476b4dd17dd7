package io.schemawright.event;

import java.util.List;
import java.util.Objects;

/**
 * A target as it is now.
 *
 * @param target its name
 * @param environment what it is for: {@code development}, {@code production}, …
 * @param postgresMajor its major version; 0 where it has not been reached yet
 * @param postgresVersion its version in full
 * @param extensions installed there, each as {@code name version}
 * @param reachable whether it answers
 * @param detail what is wrong where it does not; for people
 */
public record TargetDescribed(
    String target,
    String environment,
    int postgresMajor,
    String postgresVersion,
    List<String> extensions,
    boolean reachable,
    String detail)
    implements Event {
  public TargetDescribed {
    extensions = List.copyOf(Objects.requireNonNullElse(extensions, List.of()));
  }

  @Override
  public String key() {
    return target;
  }
}
