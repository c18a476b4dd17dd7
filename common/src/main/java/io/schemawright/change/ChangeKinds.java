package io.schemawright.change;

import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every kind of change on the classpath. */
public final class ChangeKinds {

  private final SortedMap<String, ChangeKind> byType;

  private ChangeKinds(SortedMap<String, ChangeKind> byType) {
    this.byType = byType;
  }

  /**
   * Finds the kinds.
   *
   * @throws IllegalStateException if two have the same name
   */
  public static ChangeKinds load() {
    SortedMap<String, ChangeKind> byType = new TreeMap<>();
    ClassLoader loader = ChangeKinds.class.getClassLoader();
    for (ChangeKind kind : ServiceLoader.load(ChangeKind.class, loader)) {
      ChangeKind other = byType.put(kind.type(), kind);
      if (other != null) {
        throw new IllegalStateException(
            "two kinds of change are named '%s': %s and %s"
                .formatted(kind.type(), other.javaType(), kind.javaType()));
      }
    }
    return new ChangeKinds(Collections.unmodifiableSortedMap(byType));
  }

  /** All of them, by name. */
  public Collection<ChangeKind> all() {
    return byType.values();
  }

  /** The kind of that name. */
  public Optional<ChangeKind> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** Teaches Jackson to read and write each kind by its name; an unknown name fails decoding. */
  public Module module() {
    SimpleModule module = new SimpleModule("schemawright-changes");
    byType
        .values()
        .forEach(kind -> module.registerSubtypes(new NamedType(kind.javaType(), kind.type())));
    return module;
  }
}
