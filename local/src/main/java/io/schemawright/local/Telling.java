package io.schemawright.local;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Event;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.ExecutionStarted;
import io.schemawright.event.ExecutionStepDone;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.RequestRejected;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Rehearsal;
import io.schemawright.request.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts events and tables into lines for people. */
final class Telling {
  private Telling() {}

  /** The request an event is about, where it is about one. */
  static Optional<RequestId> request(Event event) {
    if (event instanceof DecisionMade decision) {
      return Optional.of(decision.requestId());
    }
    if (event instanceof RequestRejected rejected) {
      return Optional.of(rejected.requestId());
    }
    if (event instanceof ExecutionEvent execution) {
      return Optional.of(execution.requestId());
    }
    if (event instanceof ChangeCompleted completed) {
      return Optional.of(completed.requestId());
    }
    return Optional.empty();
  }

  /** What happened; the first line says it, the others why. */
  static List<String> lines(Event event) {
    if (event instanceof DecisionMade decision) {
      return decision(decision);
    }
    if (event instanceof RequestRejected rejected) {
      List<String> lines = new ArrayList<>(List.of("is no valid request"));
      rejected.problems().forEach(problem -> lines.add(problem.path() + "  " + problem.message()));
      return lines;
    }
    if (event instanceof ExecutionScheduled) {
      return List.of("scheduled");
    }
    if (event instanceof ExecutionStarted started) {
      return List.of("started, attempt " + started.attempt());
    }
    if (event instanceof ExecutionStepDone step) {
      return List.of("%s, %d ms".formatted(step.summary(), step.millis()));
    }
    if (event instanceof ExecutionSucceeded) {
      return List.of("applied, verified and in the ledger");
    }
    if (event instanceof ExecutionFailed failed) {
      return List.of("failed: " + failed.failure().message(), failed.failure().remedy());
    }
    if (event instanceof ChangeCompleted completed) {
      return List.of(
          "notified: %s (%s)"
              .formatted(
                  completed.summary(),
                  completed.stageMillis().entrySet().stream()
                      .map(stage -> stage.getKey() + " " + stage.getValue() + " ms")
                      .collect(Collectors.joining(", "))));
    }
    return List.of(event.getClass().getSimpleName());
  }

  private static List<String> decision(DecisionMade decision) {
    List<String> lines = new ArrayList<>();
    lines.add(
        decision
                .verdict()
                .<String>fold(
                    approved ->
                        approved.automatic()
                            ? "approved by policy"
                            : "approved by "
                                + approved.approvals().stream()
                                    .map(approval -> approval.by().name())
                                    .collect(Collectors.joining(", ")),
                    waiting -> "waits for " + waiting.approvalsNeeded() + " review(s)",
                    changes -> "changes requested by " + changes.by().name(),
                    rejected -> "rejected: " + rejected.reason(),
                    cancelled -> "cancelled: " + cancelled.reason())
            + ", risk "
            + decision.risk().level().name().toLowerCase(Locale.ROOT));
    Rehearsal rehearsal = decision.rehearsal();
    if (decision.number() == 1 && rehearsal != null) {
      lines.add(
          "rehearsed in %d ms: UP %s, DOWN %s; locks on what exists: %s"
              .formatted(
                  rehearsal.millis(),
                  rehearsal.outcome().name().toLowerCase(Locale.ROOT),
                  rehearsal.restores() ? "restores the state before" : "does not restore it",
                  rehearsal.effects().isEmpty() ? "none" : rehearsal.effects()));
    }
    if (decision.number() == 1) {
      for (Finding finding : decision.findings()) {
        lines.add(
            "%s %s %s: %s"
                    .formatted(
                        finding.severity().name().toLowerCase(Locale.ROOT),
                        finding.rule(),
                        finding.where(),
                        finding.message())
                + "; "
                + finding.remedy()
                + (finding.instead().isEmpty() ? "" : "; the decision has it ready to be sent"));
      }
    }
    return lines;
  }

  /** A table as it was read from a database. */
  static List<String> table(TableSchema table) {
    List<String> lines = new ArrayList<>();
    int width = table.columns().stream().mapToInt(column -> column.name().length()).max().orElse(1);
    for (Column column : table.columns()) {
      lines.add(
          "%s  %s%s%s"
              .formatted(
                  padded(column.name(), width),
                  column.type(),
                  column.nullable() ? "" : " not null",
                  column.defaultValue() == null ? "" : " default " + column.defaultValue()));
    }
    if (table.primaryKey() != null) {
      lines.add("primary key (" + String.join(", ", table.primaryKey().columns()) + ")");
    }
    for (Index index : table.indexes()) {
      lines.add(
          "index %s %s (%s)"
              .formatted(
                  index.name(),
                  index.method(),
                  index.keys().stream().map(Telling::key).collect(Collectors.joining(", "))));
    }
    return lines;
  }

  private static String key(IndexKey key) {
    return key.column() == null ? "(" + key.expression() + ")" : key.column();
  }

  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
