package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.schemawright.request.Waiver;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is allowed, and who must look at what. Immutable.
 *
 * <p>Fields that came after the first version are empty where they were never written.
 *
 * @param name its name
 * @param version from 1
 * @param autoApproveTargets the targets on which a change of low risk needs no person; {@code *} is
 *     every target that it applies to
 * @param protectedTables tables that requests neither create nor refer to without a person
 * @param safeTypes base types that are approved without a person
 * @param approvalsNeeded how many people must approve where {@code reviewers} does not say
 * @param reviewHours how long a review may take before it is overdue
 * @param severities rules whose severity differs from their own, by rule id
 * @param appliesTo what it is for; absent for everything that no other set is for
 * @param autoApproveUpTo the highest risk that needs no person on those targets; absent for low
 * @param reviewers who must approve changes from that risk upwards
 * @param waivable rules that a request may be let off
 * @param names patterns that names must match as a whole, by kind: {@code table}, {@code column},
 *     {@code index}
 * @param allowedTypes base types that columns may have; empty for all
 * @param requiredColumns columns that every new table has, with their base types; {@code any} for
 *     whichever
 * @param limits how much one request may ask for
 */
public record PolicySet(
    String name,
    int version,
    Set<String> autoApproveTargets,
    Set<String> protectedTables,
    Set<String> safeTypes,
    int approvalsNeeded,
    int reviewHours,
    Map<String, Severity> severities,
    @Nullable PolicyScope appliesTo,
    @Nullable RiskLevel autoApproveUpTo,
    SortedMap<RiskLevel, Reviewers> reviewers,
    Set<String> waivable,
    Map<String, String> names,
    Set<String> allowedTypes,
    Map<String, String> requiredColumns,
    @Nullable Limits limits) {
  /** Every target that the set applies to. */
  public static final String EVERY_TARGET = "*";

  public PolicySet {
    if (version < 1 || approvalsNeeded < 1 || reviewHours < 1) {
      throw new IllegalArgumentException(
          "a policy set's version, approvals and review hours are at least 1, in " + name);
    }
    autoApproveTargets = sorted(autoApproveTargets);
    protectedTables = sorted(protectedTables);
    safeTypes = sorted(safeTypes);
    severities = sorted(severities);
    reviewers =
        Collections.unmodifiableSortedMap(
            new TreeMap<>(Objects.requireNonNullElse(reviewers, new TreeMap<>())));
    waivable = sorted(waivable);
    names = sorted(names);
    allowedTypes = sorted(allowedTypes);
    requiredColumns = sorted(requiredColumns);
  }

  /** A set for everything, of what the first version had. */
  public PolicySet(
      String name,
      int version,
      Set<String> autoApproveTargets,
      Set<String> protectedTables,
      Set<String> safeTypes,
      int approvalsNeeded,
      int reviewHours,
      Map<String, Severity> severities) {
    this(
        name,
        version,
        autoApproveTargets,
        protectedTables,
        safeTypes,
        approvalsNeeded,
        reviewHours,
        severities,
        null,
        null,
        new TreeMap<>(),
        Set.of(),
        Map.of(),
        Set.of(),
        Map.of(),
        null);
  }

  private static Set<String> sorted(@Nullable Set<String> values) {
    return Collections.unmodifiableSet(new TreeSet<>(values == null ? Set.of() : values));
  }

  private static <V> Map<String, V> sorted(@Nullable Map<String, V> values) {
    return Collections.unmodifiableMap(new TreeMap<>(values == null ? Map.of() : values));
  }

  /** What decisions say of it. */
  @JsonIgnore
  public PolicySetRef ref() {
    return new PolicySetRef(name, version);
  }

  /** Whether a change of that risk needs no person on that target. */
  public boolean autoApproves(String target, RiskLevel risk) {
    boolean optedIn =
        autoApproveTargets.contains(EVERY_TARGET) || autoApproveTargets.contains(target);
    return optedIn
        && risk.compareTo(Objects.requireNonNullElse(autoApproveUpTo, RiskLevel.LOW)) <= 0;
  }

  /** Who must approve a change of that risk: those of the highest level that is not above it. */
  public Reviewers reviewersOf(RiskLevel risk) {
    Reviewers found = Reviewers.anybody(approvalsNeeded);
    for (Map.Entry<RiskLevel, Reviewers> level : reviewers.entrySet()) {
      if (level.getKey().compareTo(risk) <= 0) {
        found = level.getValue();
      }
    }
    return found;
  }

  /** Whether a request may be let off a rule. */
  public boolean allows(Waiver waiver) {
    return waivable.contains(waiver.rule());
  }

  /** How much one request may ask for. */
  @JsonIgnore
  public Limits limitsOrNone() {
    return Objects.requireNonNullElse(limits, Limits.NONE);
  }

  /** The same rules under another version. */
  public PolicySet withVersion(int newVersion) {
    return new PolicySet(
        name,
        newVersion,
        autoApproveTargets,
        protectedTables,
        safeTypes,
        approvalsNeeded,
        reviewHours,
        severities,
        appliesTo,
        autoApproveUpTo,
        reviewers,
        waivable,
        names,
        allowedTypes,
        requiredColumns,
        limits);
  }
}
