package io.schemawright.plan;

import org.jspecify.annotations.Nullable;

/**
 * Who must approve a change.
 *
 * @param people how many, the requester not counted; at least 1
 * @param role the role that each of them must have; absent where anybody may approve
 * @param verified whether only those count whose identity is more than their own word
 */
public record Reviewers(int people, @Nullable String role, boolean verified) {
  public Reviewers {
    if (people < 1) {
      throw new IllegalArgumentException("at least 1 person must approve, not " + people);
    }
  }

  /** So many people, whoever they are. */
  public static Reviewers anybody(int people) {
    return new Reviewers(people, null, false);
  }
}
