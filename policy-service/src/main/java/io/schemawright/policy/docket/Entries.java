package io.schemawright.policy.docket;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map of bytes in which everything about a target stands under its name: a state store in
 * production, a map in tests.
 */
public interface Entries {

  /** What stands under {@code key}. */
  byte @Nullable [] get(String key);

  /** Puts {@code value} under {@code key}; null removes what is there. */
  void put(String key, byte @Nullable [] value);

  /** What stands under the keys that begin with {@code prefix}, in the order of keys. */
  SortedMap<String, byte[]> startingWith(String prefix);
}
