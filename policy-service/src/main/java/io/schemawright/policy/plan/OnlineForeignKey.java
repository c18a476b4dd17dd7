package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddForeignKey;
import io.schemawright.difference.Alteration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * ADD FOREIGN KEY reads both tables and keeps their writers out (SHARE ROW EXCLUSIVE); NOT VALID
 * holds that lock for a moment, and VALIDATE lets writers go on. A partitioned table has no key NOT
 * VALID before PostgreSQL 18.
 */
final class OnlineForeignKey implements OnlineSequence {
  @Override
  public Optional<Sequence> of(Alteration alteration, int postgresMajor) {
    if (!(alteration instanceof AddForeignKey add)
        || add.key().notValid()
        || add.key().notEnforced()
        || (add.table().partitionKey() != null && postgresMajor < 18)) {
      return Optional.empty();
    }
    TableSchema table = add.table();
    ForeignKey key = add.key();
    ForeignKey notValid =
        new ForeignKey(
            key.name(),
            key.columns(),
            key.referencedSchema(),
            key.referencedTable(),
            key.referencedColumns(),
            key.onDelete(),
            key.onUpdate(),
            key.matchFull(),
            key.deferral(),
            true,
            false);
    List<Draft.DraftStep> checks =
        key.referencedColumns().isEmpty() ? List.of() : List.of(orphans(table, key));
    return Optional.of(
        new Sequence(
            checks,
            List.of(
                Steps.transactional(
                    "%s, for new rows".formatted(alteration.summary()),
                    List.of(
                        "ALTER TABLE %s ADD %s"
                            .formatted(Steps.name(table), Ddl.constraint(notValid))),
                    List.of(Steps.dropConstraint(table, key.name()))),
                Steps.alone(
                    "check the rows of %s against %s".formatted(Steps.plain(table), key.name()),
                    Steps.validate(table, key.name()),
                    List.of()))));
  }

  private static Draft.DraftStep orphans(TableSchema table, ForeignKey key) {
    String pairs =
        IntStream.range(0, key.columns().size())
            .mapToObj(
                i ->
                    "r.%s = f.%s"
                        .formatted(
                            quote(key.referencedColumns().get(i)), quote(key.columns().get(i))))
            .collect(Collectors.joining(" AND "));
    String given =
        key.columns().stream()
            .map(c -> "f." + quote(c) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return Steps.check(
        "every row of %s refers to a row of %s.%s"
            .formatted(Steps.plain(table), key.referencedSchema(), key.referencedTable()),
        """
        SELECT %s, pg_catalog.count(*) OVER () AS violations FROM %s AS f
         WHERE %s AND NOT EXISTS (SELECT FROM %s AS r WHERE %s) LIMIT 10"""
            .formatted(
                key.columns().stream().map(c -> "f." + quote(c)).collect(Collectors.joining(", ")),
                Steps.name(table),
                given,
                quote(key.referencedSchema(), key.referencedTable()),
                pairs));
  }
}
