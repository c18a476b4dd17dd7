package io.schemawright.policy;

import io.schemawright.policy.docket.Entries;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The entries of a state store. */
final class StoreEntries implements Entries {
  private final KeyValueStore<String, byte[]> store;

  StoreEntries(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  @Override
  public byte @Nullable [] get(String key) {
    return store.get(key);
  }

  @Override
  public void put(String key, byte @Nullable [] value) {
    if (value == null) {
      store.delete(key);
    } else {
      store.put(key, value);
    }
  }

  @Override
  public SortedMap<String, byte[]> startingWith(String prefix) {
    SortedMap<String, byte[]> found = new TreeMap<>();
    try (KeyValueIterator<String, byte[]> entries =
        store.prefixScan(prefix, new StringSerializer())) {
      entries.forEachRemaining(entry -> found.put(entry.key, entry.value));
    }
    return found;
  }
}
