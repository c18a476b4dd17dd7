package io.schemawright.event;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A target as it is now.
 *
 * @param target its name
 * @param environment what it is for: {@code development}, {@code production}, …
 * @param postgresMajor its major version; 0 where it has not been reached yet
 * @param postgresVersion its version in full
 * @param extensions installed there, each as {@code name version}, or {@code name version in
 *     schema} where that is another than {@code public}
 * @param reachable whether it answers
 * @param detail what is wrong where it does not; for people
 * @param windows the names of those in which it is changed, none where it is at any time; absent
 *     where nobody has said
 * @param trashRetention for how long it keeps the tables that were dropped; absent where nobody has
 *     said
 */
public record TargetDescribed(
    String target,
    String environment,
    int postgresMajor,
    String postgresVersion,
    List<String> extensions,
    boolean reachable,
    String detail,
    @Nullable List<String> windows,
    @Nullable Duration trashRetention)
    implements Event {
  public TargetDescribed {
    extensions = List.copyOf(Objects.requireNonNullElse(extensions, List.of()));
    windows = windows == null ? null : List.copyOf(windows);
  }

  /** A target whose settings nobody has said. */
  public TargetDescribed(
      String target,
      String environment,
      int postgresMajor,
      String postgresVersion,
      List<String> extensions,
      boolean reachable,
      String detail) {
    this(
        target,
        environment,
        postgresMajor,
        postgresVersion,
        extensions,
        reachable,
        detail,
        null,
        null);
  }

  @Override
  public String key() {
    return target;
  }
}
