package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Makes a table a partition. */
public record AttachPartition(TableSchema table, PartitionOf partition) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "attach %s to %s".formatted(table.ref(), partition.parent());
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s ATTACH PARTITION %s %s"
            .formatted(
                quote(partition.schema(), partition.table()),
                Alteration.name(table),
                partition.bound()));
  }
}
