package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.Expression;
import io.schemawright.change.RequestedExclusion;
import io.schemawright.change.RequestedIndex;
import io.schemawright.change.RequestedPartitioning;
import io.schemawright.plan.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A default, a check, a predicate or a generating expression that is more than literals and
 * harmless functions runs as whoever writes rows, or at once as the executor: a person has to look.
 */
@AutoService(PolicyRule.class)
public final class OpenExpression implements PolicyRule {
  @Override
  public String id() {
    return "open-expression";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public boolean mayBeWaived() {
    return false;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.creations().flatMap(this::check);
  }

  private Stream<Finding> check(Creation creation) {
    Set<String> columns =
        creation.columns().map(Creation.PlacedColumn::name).collect(Collectors.toSet());
    Stream<Finding> defaults =
        defaults(creation)
            .flatMap(placed -> about(placed.where(), Expression.ofDefault(placed.text())));
    Stream<Finding> predicates =
        predicates(creation)
            .flatMap(
                placed -> about(placed.where(), Expression.ofPredicate(placed.text(), columns)));
    return Stream.concat(defaults, predicates);
  }

  private static Stream<Creation.PlacedExpression> defaults(Creation creation) {
    List<Creation.PlacedExpression> placed = new ArrayList<>();
    creation
        .columns()
        .forEach(column -> add(placed, column.at("default"), column.column().defaultValue()));
    return placed.stream();
  }

  private static Stream<Creation.PlacedExpression> predicates(Creation creation) {
    List<Creation.PlacedExpression> placed = new ArrayList<>();
    creation
        .columns()
        .forEach(column -> add(placed, column.at("generated"), column.column().generated()));
    for (int i = 0; i < creation.change().checks().size(); i++) {
      add(
          placed,
          creation.at(".checks[" + i + "].expression"),
          creation.change().checks().get(i).expression());
    }
    for (int i = 0; i < creation.change().indexes().size(); i++) {
      RequestedIndex index = creation.change().indexes().get(i);
      add(placed, creation.at(".indexes[" + i + "].where"), index.where());
      for (int j = 0; j < index.columns().size(); j++) {
        add(
            placed,
            creation.at(".indexes[" + i + "].columns[" + j + "].expression"),
            index.columns().get(j).expression());
      }
    }
    for (int i = 0; i < creation.change().exclusions().size(); i++) {
      RequestedExclusion exclusion = creation.change().exclusions().get(i);
      add(placed, creation.at(".exclusions[" + i + "].where"), exclusion.where());
      for (int j = 0; j < exclusion.elements().size(); j++) {
        add(
            placed,
            creation.at(".exclusions[" + i + "].elements[" + j + "].expression"),
            exclusion.elements().get(j).expression());
      }
    }
    RequestedPartitioning partitionBy = creation.change().partitionBy();
    for (int i = 0; partitionBy != null && i < partitionBy.columns().size(); i++) {
      add(
          placed,
          creation.at(".partitionBy.columns[" + i + "].expression"),
          partitionBy.columns().get(i).expression());
    }
    return placed.stream();
  }

  private static void add(
      List<Creation.PlacedExpression> placed, String where, @Nullable String text) {
    if (text != null) {
      placed.add(new Creation.PlacedExpression(where, text));
    }
  }

  private Stream<Finding> about(String where, Expression expression) {
    return switch (expression.trust()) {
      case CLOSED -> Stream.empty();
      case OPEN ->
          Stream.of(
              warning(
                  where,
                  "the expression %s can do more than give a value: %s"
                      .formatted(expression.text(), expression.reason()),
                  "use literals and plain functions such as now() or gen_random_uuid(), or wait for"
                      + " a review"));
      case REFUSED ->
          Stream.of(
              error(
                  where,
                  "%s is not one whole expression: %s"
                      .formatted(expression.text(), expression.reason()),
                  "write one expression, without statements around it"));
    };
  }
}
