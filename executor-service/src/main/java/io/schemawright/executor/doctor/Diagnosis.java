package io.schemawright.executor.doctor;

import java.util.List;

/**
 * How a target is.
 *
 * @param findings at least one
 */
public record Diagnosis(String target, List<Finding> findings) {
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Whether every kind of change can be applied. */
  public boolean healthy() {
    return findings.stream().noneMatch(finding -> finding.level() == Finding.Level.PROBLEM);
  }

  /** The least that a superuser has to run in the target, in order, each statement once. */
  public List<String> grants() {
    return findings.stream().flatMap(finding -> finding.remedy().stream()).distinct().toList();
  }
}
