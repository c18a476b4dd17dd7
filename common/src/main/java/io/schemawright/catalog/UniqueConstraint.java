package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A unique constraint; {@code nullsNotDistinct} from PostgreSQL 15 on. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record UniqueConstraint(
    String name,
    List<String> columns,
    List<String> include,
    boolean nullsNotDistinct,
    @Nullable Deferral deferral) {
  public UniqueConstraint {
    columns = Parts.columns("unique constraint", name, columns);
    include = Parts.list(include);
  }

  UniqueConstraint withName(String newName) {
    return new UniqueConstraint(newName, columns, include, nullsNotDistinct, deferral);
  }
}
