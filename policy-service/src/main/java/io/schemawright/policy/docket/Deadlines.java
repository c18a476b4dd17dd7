package io.schemawright.policy.docket;

import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.List;

/**
 * When reviews are due, those of all targets in a store, in order of time. Not thread-safe.
 *
 * <p>Keys begin with NUL, which no target's name does.
 */
public final class Deadlines {
  private static final String PREFIX = "\0due\0";
  private static final byte[] HERE = {};

  private final Entries entries;

  /** The deadlines in {@code entries}. */
  public Deadlines(Entries entries) {
    this.entries = entries;
  }

  /** The review of a request on a target. */
  public record Due(String target, RequestId request) {}

  void add(Instant due, String target, RequestId request) {
    entries.put(key(due, target, request), HERE);
  }

  void remove(Instant due, String target, RequestId request) {
    entries.put(key(due, target, request), null);
  }

  /** The reviews whose time has come. */
  public List<Due> until(Instant now) {
    String end = PREFIX + "%019d".formatted(Math.max(0, now.toEpochMilli()) + 1);
    return entries.startingWith(PREFIX).headMap(end).keySet().stream()
        .map(key -> key.substring(PREFIX.length()).split("\0", -1))
        .map(parts -> new Due(parts[1], new RequestId(parts[2])))
        .toList();
  }

  private static String key(Instant due, String target, RequestId request) {
    return PREFIX
        + "%019d".formatted(Math.max(0, due.toEpochMilli()))
        + '\0'
        + target
        + '\0'
        + request.value();
  }
}
