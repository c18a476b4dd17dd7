package io.schemawright.policy.set;

import io.schemawright.plan.PolicyScope;
import io.schemawright.plan.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The newest version of each policy set. Immutable. */
public final class SetsInForce {
  private final SortedMap<String, PolicySet> byName;

  private SetsInForce(SortedMap<String, PolicySet> byName) {
    this.byName = byName;
  }

  /** The newest versions among these. */
  public static SetsInForce newestOf(List<PolicySet> sets) {
    SortedMap<String, PolicySet> newest = new TreeMap<>();
    sets.forEach(
        set ->
            newest.merge(
                set.name(), set, (one, other) -> one.version() >= other.version() ? one : other));
    return new SetsInForce(newest);
  }

  /** The newest versions among these and {@code more}. */
  public SetsInForce with(List<PolicySet> more) {
    List<PolicySet> all = new ArrayList<>(byName.values());
    all.addAll(more);
    return newestOf(all);
  }

  /** Each set, by name. */
  public List<PolicySet> all() {
    return List.copyOf(byName.values());
  }

  /**
   * The set by which changes of that target are judged: one that names it, else one that names its
   * environment, else one that is for everything; of several the first by name.
   *
   * @throws IllegalStateException if there is none
   */
  public PolicySet judging(String target, String environment) {
    return all().stream()
        .filter(scoped(scope -> scope.targets().contains(target)))
        .findFirst()
        .or(
            () ->
                all().stream()
                    .filter(scoped(scope -> scope.environments().contains(environment)))
                    .findFirst())
        .or(() -> all().stream().filter(set -> set.appliesTo() == null).findFirst())
        .orElseThrow(() -> new IllegalStateException("no policy set is for " + target));
  }

  private static Predicate<PolicySet> scoped(Predicate<PolicyScope> wanted) {
    return set -> set.appliesTo() != null && wanted.test(set.appliesTo());
  }
}
