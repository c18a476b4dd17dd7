package io.schemawright.policy.docket;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The entries of one target: values as JSON, and references to objects. Not thread-safe.
 *
 * <p>Every key begins with the target's name; parts are separated by NUL, which no name holds.
 */
final class TargetEntries {
  private final String target;
  private final Entries entries;

  TargetEntries(String target, Entries entries) {
    this.target = target;
    this.entries = entries;
  }

  String target() {
    return target;
  }

  /** The value under a key, if there is one. */
  <T> Optional<T> read(Class<T> type, String... key) {
    byte[] value = entries.get(key(key));
    return value == null ? Optional.empty() : Optional.of(decode(value, type));
  }

  /** The values under the keys that begin with these parts, in the order of keys. */
  <T> Stream<T> readAll(Class<T> type, String... beginning) {
    return under(beginning).map(value -> decode(value, type));
  }

  void write(Object value, String... key) {
    try {
      entries.put(key(key), Json.mapper().writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a " + value.getClass().getSimpleName(), e);
    }
  }

  /** The objects referred to under the keys that begin with these parts. */
  List<ObjectRef> references(String... beginning) {
    return under(beginning).map(value -> ObjectRef.parse(new String(value, UTF_8))).toList();
  }

  void refer(ObjectRef object, String... key) {
    entries.put(key(key), object.key().getBytes(UTF_8));
  }

  void remove(String... key) {
    entries.put(key(key), null);
  }

  /** Removes what stands under the keys that begin with these parts. */
  void removeAll(String... beginning) {
    entries.startingWith(key(beginning) + '\0').keySet().forEach(key -> entries.put(key, null));
  }

  private Stream<byte[]> under(String... beginning) {
    return entries.startingWith(key(beginning) + '\0').values().stream();
  }

  private String key(String... parts) {
    return target + '\0' + String.join("\0", parts);
  }

  private static <T> T decode(byte[] value, Class<T> type) {
    try {
      return Json.mapper().readValue(value, type);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read a " + type.getSimpleName(), e);
    }
  }
}
