package io.schemawright.policy.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.Identifiers;
import io.schemawright.change.RequestedIndex;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An index named {@code idx_<table>_<columns>} says in every plan and error what it is for. */
@AutoService(PolicyRule.class)
public final class IndexNamePattern implements PolicyRule {
  @Override
  public String id() {
    return "index-name-pattern";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.creations().flatMap(this::check);
  }

  private Stream<Finding> check(Creation creation) {
    List<RequestedIndex> indexes = creation.change().indexes();
    return IntStream.range(0, indexes.size())
        .boxed()
        .flatMap(
            i -> {
              String name = indexes.get(i).name();
              String expected = expected(creation, indexes.get(i));
              return name == null
                      || name.equals(expected)
                      || expected.getBytes(UTF_8).length > Identifiers.MAX_BYTES
                  ? Stream.empty()
                  : Stream.of(
                      advice(
                          creation.path() + ".indexes[" + i + "].name",
                          "the index name '%s' does not say what it is for".formatted(name),
                          "name it " + expected));
            });
  }

  private static String expected(Creation creation, RequestedIndex index) {
    return "idx_%s_%s"
        .formatted(
            creation.change().table(),
            index.columns().stream()
                .map(key -> key.column() == null ? "expr" : key.column())
                .collect(Collectors.joining("_")));
  }
}
