package io.schemawright.change;

/**
 * A kind of change: its name, its Java type and its schema. A new kind is one file that holds the
 * type and this, registered by {@code @AutoService(ChangeKind.class)}, and one schema fragment.
 */
public interface ChangeKind {

  /** The name in JSON, in kebab case: {@code create-table}. */
  String type();

  /** The record that holds such a change. */
  Class<? extends Change> javaType();

  /** The resource on the classpath that holds the JSON Schema of the change. */
  default String schema() {
    return "schemas/change/" + type() + ".schema.json";
  }
}
