package io.schemawright.request;

import org.jspecify.annotations.Nullable;

/**
 * A wish to be let off a rule.
 *
 * @param rule the rule's id
 * @param reason why it does not matter here
 * @param where the place it is meant for, and everything within, as JSON path into the request;
 *     absent for the whole request
 * @param author who answers for it; absent where that is the requester
 */
public record Waiver(String rule, String reason, @Nullable String where, @Nullable String author) {

  /** A wish of the requester's for the whole request. */
  public Waiver(String rule, String reason) {
    this(rule, reason, null, null);
  }

  /** Whether it is meant for a finding of that rule at that place. */
  public boolean isFor(String findingRule, String place) {
    return rule.equals(findingRule) && (where == null || isWithin(place, where));
  }

  private static boolean isWithin(String place, String whole) {
    return place.startsWith(whole)
        && (place.length() == whole.length() || ".[".indexOf(place.charAt(whole.length())) >= 0);
  }
}
