package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates an enum type. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record CreateEnum(
    String schema, @JsonProperty("enum") String name, List<String> values, @Nullable String comment)
    implements Change {

  /** The name of this kind. */
  public static final String TYPE = "create-enum";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<CreateEnum> javaType() {
      return CreateEnum.class;
    }
  }

  public CreateEnum {
    schema = Objects.requireNonNullElse(schema, "public");
    name = Objects.requireNonNullElse(name, "");
    values = Requested.list(values);
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
    problems.comment(path + ".comment", comment);
    if (values.isEmpty()) {
      problems.add(path + ".values", "the enum has no values; give it at least one");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      String at = "%s.values[%d]".formatted(path, i);
      AddEnumValue.label(problems, at, values.get(i));
      if (!seen.add(values.get(i))) {
        problems.add(
            at, "the value '%s' stands there twice; name it once".formatted(values.get(i)));
      }
    }
    return problems.found();
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
  public Work work(SchemaState before) {
    if (before.find(ref()).isPresent()) {
      throw new DoesNotFit(
          "$.enum",
          "there is an enum %s.%s already; choose another name, or add a value to it"
              .formatted(schema, name));
    }
    return new Work.Transition(before.with(ref(), new EnumType(values, comment)));
  }
}
