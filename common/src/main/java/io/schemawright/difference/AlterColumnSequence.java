package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OwnedSequence;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Changes the options or the name of the sequence that a column owns; where it stands stays.
 * Neither column changes between identity and serial.
 */
public record AlterColumnSequence(TableSchema table, Column before, Column after)
    implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "change the sequence of column %s of %s".formatted(before.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    OwnedSequence from = Objects.requireNonNull(before.sequence());
    OwnedSequence to = Objects.requireNonNull(after.sequence());
    List<String> statements = new ArrayList<>();
    String options = options();
    if (!options.isEmpty()) {
      statements.add("ALTER SEQUENCE %s%s".formatted(quote(table.schema(), from.name()), options));
    }
    if (!from.name().equals(to.name())) {
      statements.add(
          "ALTER SEQUENCE %s RENAME TO %s"
              .formatted(quote(table.schema(), from.name()), quote(to.name())));
    }
    return List.copyOf(statements);
  }

  private String options() {
    return SequenceOptions.of(Objects.requireNonNull(before.sequence()), before.type())
        .to(
            SequenceOptions.of(Objects.requireNonNull(after.sequence()), after.type()),
            after.identity() != null && after.sequence().type() == null);
  }
}
