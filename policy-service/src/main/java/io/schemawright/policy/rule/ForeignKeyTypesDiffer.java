package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddForeignKey;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A key between columns of different types that PostgreSQL can compare: an integer that refers to a
 * bigint runs out first, and each check has to cast.
 */
@AutoService(PolicyRule.class)
public final class ForeignKeyTypesDiffer implements PolicyRule {
  @Override
  public String id() {
    return "foreign-key-types-differ";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    Stream<Finding> created =
        proposal
            .creations()
            .flatMap(
                creation -> {
                  TableSchema table = creation.change().tableSchema();
                  return table.foreignKeys().stream()
                      .flatMap(key -> judged(proposal, creation.path(), table, key));
                });
    Stream<Finding> added =
        proposal.about(
            AddForeignKey.class,
            (where, add) ->
                proposal.made().contains(add.object())
                    ? Stream.empty()
                    : judged(proposal, where, add.table(), add.key()));
    return Stream.concat(created, added);
  }

  private Stream<Finding> judged(
      Proposal proposal, String where, TableSchema table, ForeignKey key) {
    return referenced(proposal, key).stream()
        .flatMap(
            to -> {
              List<String> columns = columns(to, key);
              return IntStream.range(0, Math.min(columns.size(), key.columns().size()))
                  .boxed()
                  .flatMap(
                      i ->
                          judged(
                              where,
                              table.column(key.columns().get(i)),
                              to,
                              to.column(columns.get(i))));
            });
  }

  private Stream<Finding> judged(
      String where, Optional<Column> from, TableSchema table, Optional<Column> to) {
    return from.isEmpty() || to.isEmpty() || from.get().type().equals(to.get().type())
        ? Stream.empty()
        : Stream.of(
            warning(
                where,
                "the column '%s' is %s and refers to %s.%s, which is %s"
                    .formatted(
                        from.get().name(),
                        from.get().type(),
                        table.name(),
                        to.get().name(),
                        to.get().type()),
                "give it the type %s: values of the other may not fit, and each check casts"
                    .formatted(to.get().type())));
  }

  private static Optional<TableSchema> referenced(Proposal proposal, ForeignKey key) {
    return Stream.concat(
            proposal
                .creations()
                .filter(creation -> creation.table().equals(key.references()))
                .map(creation -> creation.change().tableSchema()),
            proposal.surroundings().find(key.references()).stream()
                .flatMap(
                    object ->
                        object.definition() instanceof TableSchema table
                            ? Stream.of(table)
                            : Stream.empty()))
        .findFirst();
  }

  private static List<String> columns(TableSchema to, ForeignKey key) {
    PrimaryKey primary = to.primaryKey();
    return !key.referencedColumns().isEmpty()
        ? key.referencedColumns()
        : primary == null ? List.of() : primary.columns();
  }
}
