package io.schemawright.executor.audit;

import java.util.List;

/**
 * What one reading of the audit found.
 *
 * @param rows how many there are
 * @param published how many of them {@code schema.executions} vouches for, or stands to
 * @param problems sentences; empty where nothing was changed, removed or inserted
 */
public record AuditReport(long rows, long published, List<String> problems) {
  public AuditReport {
    problems = List.copyOf(problems);
  }

  /** Whether the audit is what was written. */
  public boolean sound() {
    return problems.isEmpty();
  }
}
