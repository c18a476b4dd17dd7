package io.schemawright.policy.docket;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps changes back until they are all known, so that an event that cannot be handled leaves
 * nothing behind. Sees its own changes. Not thread-safe.
 */
public final class BufferedEntries implements Entries {
  private final Entries behind;
  private final TreeMap<String, Optional<byte[]>> changes = new TreeMap<>();

  /** Nothing changed yet over {@code behind}. */
  public BufferedEntries(Entries behind) {
    this.behind = behind;
  }

  /** Hands the changes on. */
  public void flush() {
    changes.forEach((key, value) -> behind.put(key, value.orElse(null)));
    changes.clear();
  }

  /** The size in bytes of the largest value that is kept back; 0 where there is none. */
  public int largest() {
    return changes.values().stream()
        .flatMap(Optional::stream)
        .mapToInt(value -> value.length)
        .max()
        .orElse(0);
  }

  @Override
  public byte @Nullable [] get(String key) {
    Optional<byte[]> changed = changes.get(key);
    return changed == null ? behind.get(key) : changed.orElse(null);
  }

  @Override
  public void put(String key, byte @Nullable [] value) {
    changes.put(key, Optional.ofNullable(value));
  }

  @Override
  public SortedMap<String, byte[]> startingWith(String prefix) {
    SortedMap<String, byte[]> merged = new TreeMap<>(behind.startingWith(prefix));
    for (Map.Entry<String, Optional<byte[]>> change : changes.tailMap(prefix, true).entrySet()) {
      if (!change.getKey().startsWith(prefix)) {
        break;
      }
      change
          .getValue()
          .ifPresentOrElse(
              value -> merged.put(change.getKey(), value), () -> merged.remove(change.getKey()));
    }
    return merged;
  }
}
