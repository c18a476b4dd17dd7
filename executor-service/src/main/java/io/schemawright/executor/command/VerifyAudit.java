package io.schemawright.executor.command;

import io.schemawright.database.DatabaseSettings;
import io.schemawright.executor.audit.AuditReport;
import io.schemawright.executor.audit.AuditVerification;
import io.schemawright.executor.audit.PublishedLinks;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.service.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the audit is what was written. */
@Command(
    name = "verify-audit",
    description = {
      "Finds rows of schema_changes_audit that were changed, removed or inserted.",
      "Reads the executor's database, and from schema.executions the hash of each row as it was published."
    },
    mixinStandardHelpOptions = true)
final class VerifyAudit implements Callable<Integer> {
  private final Map<String, String> environment;

  @Option(
      names = "--output",
      description = "${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  @Option(
      names = "--database-only",
      description =
          "Without the broker: does not find that the end of the audit was removed or the whole of it made anew.")
  private boolean databaseOnly;

  @Spec
  @SuppressWarnings("NullAway.Init") // By picocli.
  private CommandSpec spec;

  VerifyAudit(Map<String, String> environment) {
    this.environment = environment;
  }

  /** As JSON. */
  private record Found(boolean sound, long rows, long published, List<String> problems) {}

  @Override
  public Integer call() {
    AuditReport report = verify();
    PrintWriter out = spec.commandLine().getOut();
    output.print(
        out,
        new Found(report.sound(), report.rows(), report.published(), report.problems()),
        () -> print(out, report));
    return report.sound() ? 0 : OperatorCommand.FOUND;
  }

  private AuditReport verify() {
    Settings settings = Settings.from(environment);
    DatabaseSettings database = DatabaseSettings.from(settings);
    if (databaseOnly) {
      settings.complete();
      return AuditVerification.ofChain(open(database));
    }
    KafkaSettings kafka = KafkaSettings.from(settings);
    settings.complete();
    try (PublishedLinks links = new PublishedLinks(kafka)) {
      return AuditVerification.ofChainAndLinks(open(database), links);
    }
  }

  private static Jdbi open(DatabaseSettings database) {
    return Jdbi.create(database.url(), database.username(), database.password());
  }

  private static void print(PrintWriter out, AuditReport report) {
    out.printf("%d rows, %d of them published%n", report.rows(), report.published());
    report.problems().forEach(problem -> out.println("  " + problem));
    out.println(
        report.sound()
            ? "The audit is what was written."
            : "The audit is NOT what was written. docs/operations.md says what to do.");
  }
}
