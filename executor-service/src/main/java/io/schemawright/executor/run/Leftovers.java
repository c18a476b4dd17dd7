package io.schemawright.executor.run;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Step;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The invalid indexes that a broken-off {@code CONCURRENTLY} has left: those whose names its
 * statements hold. Nobody else's are touched.
 *
 * @param states how the plan's objects are
 * @param statements what was broken off
 */
record Leftovers(Map<ObjectRef, ObjectState> states, List<String> statements) {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  /** Those of a step's statements. */
  static Leftovers of(Step step, Map<ObjectRef, ObjectState> states) {
    return new Leftovers(states, step.statements());
  }

  boolean any() {
    return states.values().stream().anyMatch(state -> indexes(state).findAny().isPresent());
  }

  /** The statements that remove them, each to be run alone. */
  List<String> drops() {
    return states.values().stream()
        .flatMap(
            state ->
                indexes(state)
                    .map(
                        index ->
                            "DROP INDEX CONCURRENTLY "
                                + Identifiers.quote(state.ref().schema(), index.name())))
        .toList();
  }

  /** The state as it would be without them: where a broken-off CREATE has begun. */
  Fingerprint without() {
    return ObjectState.fingerprint(replaced(index -> Stream.of()).values());
  }

  /** The state as it would be if they were valid: where a broken-off DROP has begun. */
  Map<ObjectRef, ObjectState> whole() {
    return replaced(
        index ->
            Stream.of(
                new Index(
                    index.name(),
                    index.method(),
                    index.keys(),
                    index.include(),
                    index.unique(),
                    index.nullsNotDistinct(),
                    index.predicate(),
                    false)));
  }

  private Map<ObjectRef, ObjectState> replaced(Function<Index, Stream<Index>> instead) {
    return states.values().stream()
        .map(state -> replaced(state, instead))
        .collect(
            Collectors.toMap(
                ObjectState::ref, Function.identity(), (one, other) -> one, TreeMap::new));
  }

  private ObjectState replaced(ObjectState state, Function<Index, Stream<Index>> instead) {
    if (indexes(state).findAny().isEmpty() || !(definition(state) instanceof TableSchema table)) {
      return state;
    }
    List<Index> indexes =
        table.indexes().stream()
            .flatMap(index -> isOne(index) ? instead.apply(index) : Stream.of(index))
            .toList();
    TableSchema changed = table.toBuilder().indexes(indexes).build();
    return new ObjectState(state.ref(), CatalogObject.of(state.ref(), changed));
  }

  private static @Nullable Definition definition(ObjectState state) {
    CatalogObject object = state.object();
    return object == null ? null : object.definition();
  }

  private Stream<Index> indexes(ObjectState state) {
    return definition(state) instanceof TableSchema table
        ? table.indexes().stream().filter(this::isOne)
        : Stream.of();
  }

  private boolean isOne(Index index) {
    return index.invalid() && statements.stream().anyMatch(sql -> names(sql, index.name()));
  }

  private static boolean names(String sql, String name) {
    return sql.contains(Identifiers.quote(name)) || (isPlain(name) && word(name, sql));
  }

  private static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches();
  }

  private static boolean word(String name, String sql) {
    return Pattern.compile("(?<![\\w\"$])" + name + "(?![\\w\"$])")
        .matcher(sql.toLowerCase(Locale.ROOT))
        .find();
  }
}
