package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A primary key with its columns in their order. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record PrimaryKey(
    String name, List<String> columns, List<String> include, @Nullable Deferral deferral) {
  public PrimaryKey {
    columns = Parts.columns("primary key", name, columns);
    include = Parts.list(include);
  }
}
