package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds a value to an enum type. No statement takes it away again. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record AddEnumValue(
    String schema,
    @JsonProperty("enum") String name,
    String value,
    @Nullable String before,
    @Nullable String after)
    implements Change {

  /** The name of this kind. */
  public static final String TYPE = "add-enum-value";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<AddEnumValue> javaType() {
      return AddEnumValue.class;
    }
  }

  public AddEnumValue {
    schema = Objects.requireNonNullElse(schema, "public");
    name = Objects.requireNonNullElse(name, "");
    value = Objects.requireNonNullElse(value, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Problem> problems(String path) {
    Problems problems = new Problems();
    problems.schema(path + ".schema", schema);
    problems.name(path + ".enum", name);
    label(problems, path + ".value", value);
    if (before != null && after != null) {
      problems.add(path, "a value stands before or after another; write one of the two");
    }
    return problems.found();
  }

  /** A label that PostgreSQL cannot store (PostgreSQL manual, 8.7.4: at most 63 bytes). */
  static void label(Problems problems, String path, String label) {
    if (label.isEmpty()
        || label.getBytes(StandardCharsets.UTF_8).length > Identifiers.MAX_BYTES
        || !Identifiers.storable(label)) {
      problems.add(path, "a value of an enum has 1 to 63 bytes; '%s' has not".formatted(label));
    }
  }

  private ObjectRef ref() {
    return new ObjectRef(ObjectKind.ENUM, schema, name);
  }

  @Override
  public Set<ObjectRef> touches() {
    return Set.of(ref());
  }

  @Override
  public Set<ObjectRef> refersTo() {
    return Set.of();
  }

  @Override
  public Work work(SchemaState state) {
    if (!(state.find(ref()).orElse(null) instanceof EnumType known)) {
      throw new DoesNotFit("$.enum", "there is no enum %s.%s".formatted(schema, name));
    }
    if (known.labels().contains(value)) {
      throw new DoesNotFit(
          "$.value", "the enum %s.%s has the value '%s' already".formatted(schema, name, value));
    }
    List<String> labels = new ArrayList<>(known.labels());
    labels.add(place(known), value);
    return new Work.Transition(state.with(ref(), new EnumType(labels, known.comment())));
  }

  private int place(EnumType known) {
    if (before == null && after == null) {
      return known.labels().size();
    }
    String neighbour = String.valueOf(before == null ? after : before);
    int at = known.labels().indexOf(neighbour);
    if (at < 0) {
      throw new DoesNotFit(
          before == null ? "$.after" : "$.before",
          "the enum %s.%s has no value '%s'%s"
              .formatted(
                  schema,
                  name,
                  neighbour,
                  AlteredTable.nearest(neighbour, new LinkedHashSet<>(known.labels()))));
    }
    return before == null ? at + 1 : at;
  }
}
