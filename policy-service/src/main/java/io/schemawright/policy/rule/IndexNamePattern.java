package io.schemawright.policy.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.IndexKey;
import io.schemawright.change.RequestedIndex;
import io.schemawright.difference.AddIndex;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An index named {@code idx_<table>_<columns>} says in every plan and error what it is for. */
@AutoService(PolicyRule.class)
public final class IndexNamePattern implements PolicyRule {
  @Override
  public String id() {
    return "index-name-pattern";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return Stream.concat(
        proposal.creations().flatMap(this::check),
        proposal.about(
            AddIndex.class,
            (where, add) ->
                proposal.made().contains(add.object())
                    ? Stream.empty()
                    : judged(where, add.table().name(), add.index().name(), add.index().keys())));
  }

  private Stream<Finding> check(Creation creation) {
    List<RequestedIndex> indexes = creation.change().indexes();
    return IntStream.range(0, indexes.size())
        .boxed()
        .flatMap(
            i -> {
              RequestedIndex index = indexes.get(i);
              return judged(
                  creation.at(".indexes[" + i + "].name"),
                  creation.change().table(),
                  index.name(),
                  index.columns());
            });
  }

  private Stream<Finding> judged(
      String where, String table, @Nullable String name, List<IndexKey> keys) {
    String expected =
        "idx_%s_%s"
            .formatted(
                table,
                keys.stream()
                    .map(key -> key.column() == null ? "expr" : key.column())
                    .collect(Collectors.joining("_")));
    return name == null
            || name.equals(expected)
            || expected.getBytes(UTF_8).length > Identifiers.MAX_BYTES
        ? Stream.empty()
        : Stream.of(
            advice(
                where,
                "the index name '%s' does not say what it is for".formatted(name),
                "name it " + expected));
  }
}
