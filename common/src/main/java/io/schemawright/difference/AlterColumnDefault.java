package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets or drops the default of a column. */
public record AlterColumnDefault(TableSchema table, Column before, Column after)
    implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "%s the default of column %s of %s"
        .formatted(
            Ddl.defaultValue(table, after) == null ? "drop" : "set", after.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return statements(Ddl.defaultValue(table, after));
  }

  private List<String> statements(@Nullable String value) {
    return List.of(
        "ALTER TABLE %s ALTER COLUMN %s %s"
            .formatted(
                Alteration.name(table),
                quote(after.name()),
                value == null ? "DROP DEFAULT" : "SET DEFAULT " + value));
  }
}
