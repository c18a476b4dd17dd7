package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is allowed, and who must look at what.
 *
 * @param name its name
 * @param version from 1
 * @param autoApproveTargets the targets on which a change of low risk needs no person
 * @param protectedTables tables that requests neither create nor refer to without a person
 * @param safeTypes base types that are approved without a person
 * @param approvalsNeeded how many people must approve what is not approved automatically
 * @param reviewHours how long a review may take before it is overdue
 * @param severities rules whose severity differs from their own, by rule id
 */
public record PolicySet(
    String name,
    int version,
    Set<String> autoApproveTargets,
    Set<String> protectedTables,
    Set<String> safeTypes,
    int approvalsNeeded,
    int reviewHours,
    Map<String, Severity> severities) {
  public PolicySet {
    if (version < 1 || approvalsNeeded < 1 || reviewHours < 1) {
      throw new IllegalArgumentException(
          "a policy set's version, approvals and review hours are at least 1, in " + name);
    }
    autoApproveTargets = Collections.unmodifiableSet(new TreeSet<>(autoApproveTargets));
    protectedTables = Collections.unmodifiableSet(new TreeSet<>(protectedTables));
    safeTypes = Collections.unmodifiableSet(new TreeSet<>(safeTypes));
    severities = Collections.unmodifiableMap(new TreeMap<>(severities));
  }

  /** What decisions say of it. */
  @JsonIgnore
  public PolicySetRef ref() {
    return new PolicySetRef(name, version);
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
        severities);
  }
}
