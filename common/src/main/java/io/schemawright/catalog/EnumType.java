package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An enum type: its labels in their order. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record EnumType(
    @JsonInclude(JsonInclude.Include.ALWAYS) List<String> labels, @Nullable String comment)
    implements Definition {
  public EnumType {
    labels = Parts.list(labels);
  }

  @Override
  public List<Dependency> dependsOn() {
    return List.of();
  }

  @Override
  public EnumType sorted() {
    return this;
  }
}
