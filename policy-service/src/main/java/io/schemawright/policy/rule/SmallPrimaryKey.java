package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.TableSchema;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A primary key that counts in 16 or 32 bits is used up one day, and then no row can be inserted;
 * to widen it rewrites the table and all that refer to it.
 */
@AutoService(PolicyRule.class)
public final class SmallPrimaryKey implements PolicyRule {
  private static final Map<String, String> LARGEST =
      Map.of("smallint", "32 767", "integer", "2 147 483 647");

  @Override
  public String id() {
    return "small-primary-key";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .creations()
        .flatMap(
            creation -> {
              TableSchema table = creation.change().tableSchema();
              List<String> key =
                  table.primaryKey() == null ? List.of() : table.primaryKey().columns();
              return key.size() != 1
                  ? Stream.empty()
                  : table.column(key.get(0)).stream()
                      .filter(column -> column.sequence() != null)
                      .filter(column -> LARGEST.containsKey(column.type()))
                      .map(
                          column ->
                              advice(
                                  creation.path(),
                                  "the primary key '%s' counts to %s, after that no row fits"
                                      .formatted(column.name(), LARGEST.get(column.type())),
                                  "use uuid, or an identity column of type bigint where no"
                                      + " JavaScript reads it"));
            });
  }
}
