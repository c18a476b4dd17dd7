package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.ColumnType;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddColumn;
import io.schemawright.difference.AddEnum;
import io.schemawright.difference.AddEnumValue;
import io.schemawright.difference.AddIndex;
import io.schemawright.difference.AddSequence;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.SetComment;
import io.schemawright.plan.Finding;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What only adds something that nothing uses yet can be approved automatically. Whatever takes
 * something away, lets rows be refused that were taken before, or can do more than give a value, is
 * a person's decision.
 */
@AutoService(PolicyRule.class)
public final class NotOnlyAdditive implements PolicyRule {
  @Override
  public String id() {
    return "not-only-additive";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    Set<ObjectRef> made =
        proposal.alterations().stream()
            .map(Proposal.Placed::alteration)
            .filter(AddTable.class::isInstance)
            .map(Alteration::object)
            .collect(Collectors.toSet());
    return proposal.about(
        Alteration.class,
        (where, alteration) ->
            isAdditive(proposal, alteration) || made.contains(alteration.object())
                ? Stream.empty()
                : Stream.of(
                    advice(
                        where,
                        "it does more than add: " + alteration.summary(),
                        "nothing is wrong with it; a person has to say yes")));
  }

  private static boolean isAdditive(Proposal proposal, Alteration alteration) {
    if (alteration instanceof AddColumn add) {
      return isAdditive(proposal, add.column());
    }
    if (alteration instanceof AddIndex add) {
      return !add.index().unique()
          && isClosed(add.table(), add.index().predicate())
          && add.index().keys().stream().allMatch(key -> isClosed(add.table(), key.expression()));
    }
    return alteration instanceof AddTable
        || alteration instanceof AddEnum
        || alteration instanceof AddEnumValue
        || alteration instanceof AddSequence
        || alteration instanceof SetComment;
  }

  /** Its default runs at once, and for every row that is there: it must be a harmless one. */
  private static boolean isAdditive(Proposal proposal, Column column) {
    String value = column.defaultValue();
    boolean safe =
        ColumnType.find(column.type())
            .filter(type -> !type.array())
            .filter(type -> proposal.policySet().safeTypes().contains(type.family()))
            .isPresent();
    return safe
        && column.generated() == null
        && column.sequence() == null
        && (column.nullable() || value != null)
        && (value == null || Expression.ofDefault(value).trust() == Expression.Trust.CLOSED);
  }

  private static boolean isClosed(TableSchema table, @Nullable String expression) {
    Set<String> columns = table.columns().stream().map(Column::name).collect(Collectors.toSet());
    return expression == null
        || Expression.ofPredicate(expression, columns).trust() == Expression.Trust.CLOSED;
  }
}
