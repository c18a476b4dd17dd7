package io.schemawright.plan;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a policy set is for. A set that names the target goes before one that names its environment.
 *
 * @param targets these targets
 * @param environments all targets of these environments
 */
public record PolicyScope(Set<String> targets, Set<String> environments) {
  public PolicyScope {
    targets =
        Collections.unmodifiableSet(new TreeSet<>(Objects.requireNonNullElse(targets, Set.of())));
    environments =
        Collections.unmodifiableSet(
            new TreeSet<>(Objects.requireNonNullElse(environments, Set.of())));
  }
}
