package io.schemawright.difference;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.DomainType;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What no statement can do, found before anything is drafted. */
final class Refusals {
  private Refusals() {}

  static void check(Pairs pairs) {
    for (TablePair pair : pairs.tables()) {
      if (!pair.same()) {
        table(pair);
      }
    }
    pairs
        .added()
        .forEach(
            ref -> {
              if (pairs.after().find(ref).orElseThrow() instanceof TableSchema table) {
                structure(ref, List.of(), table.others());
                table.indexes().forEach(index -> invalid(ref, index));
              }
            });
    pairs.staying().forEach((from, to) -> domain(pairs, from, to));
  }

  private static void table(TablePair pair) {
    TableSchema before = pair.before();
    TableSchema after = pair.after();
    structure(pair.key(), before.others(), after.others());
    String key = before.partitionKey();
    String wanted = after.partitionKey();
    if ((key == null) != (wanted == null)
        || (key != null
            && wanted != null
            && !key.equals(wanted)
            && !Expression.sameWhenRenamed(key, wanted, pair.renamed()))) {
      throw new Inexpressible(
          pair.key(),
          "PostgreSQL cannot change what a table is partitioned by; create another table and move"
              + " the rows");
    }
    if (key != null) {
      Set<String> touched = pair.touched();
      if (Expression.mentionsAny(key, touched)) {
        throw new Inexpressible(
            pair.key(),
            "it is partitioned by %s, and PostgreSQL can neither drop nor retype a column of that"
                .formatted(key));
      }
    }
    pair.added()
        .forEach(
            item -> {
              if (item.value() instanceof Index index) {
                invalid(pair.key(), index);
              }
            });
  }

  private static void structure(ObjectRef ref, List<TablePart> before, List<TablePart> after) {
    List<String> was = structure(before);
    List<String> is = structure(after);
    if (!was.equals(is)) {
      throw new Inexpressible(
          ref,
          "only CREATE TABLE could say this, and it is not supported: "
              + String.join("; ", is.isEmpty() ? was : is));
    }
  }

  private static List<String> structure(List<TablePart> parts) {
    return parts.stream()
        .filter(part -> part.kind() == TablePart.Kind.STRUCTURE)
        .map(TablePart::definition)
        .sorted()
        .toList();
  }

  private static void invalid(ObjectRef ref, Index index) {
    if (index.invalid()) {
      throw new Inexpressible(
          ref, "index '%s' is invalid, and no statement makes such a one".formatted(index.name()));
    }
  }

  private static void domain(Pairs pairs, ObjectRef from, ObjectRef to) {
    if (pairs.before().find(from).orElseThrow() instanceof DomainType was
        && pairs.after().find(to).orElseThrow() instanceof DomainType is
        && (!was.type().equals(is.type()) || !Objects.equals(was.collation(), is.collation()))) {
      for (TablePair pair : pairs.tables()) {
        for (Column column : pair.before().columns()) {
          if (pairs.before().typeOf(column.type()).filter(from::equals).isPresent()) {
            throw new Inexpressible(
                from,
                "PostgreSQL cannot change the type below a domain, and column %s of %s uses it"
                    .formatted(column.name(), pair.key()));
          }
        }
      }
      throw new Inexpressible(
          from, "PostgreSQL cannot change the type below a domain; drop it and create another");
    }
  }
}
