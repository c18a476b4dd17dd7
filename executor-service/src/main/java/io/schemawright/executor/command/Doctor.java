package io.schemawright.executor.command;

import io.schemawright.executor.ExecutorSettings;
import io.schemawright.executor.doctor.Diagnosis;
import io.schemawright.executor.doctor.Finding;
import io.schemawright.executor.doctor.TargetDoctor;
import io.schemawright.executor.target.TargetSettings;
import io.schemawright.service.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether the targets are as the executor needs them. */
@Command(
    name = "doctor",
    description = {
      "Looks at each target as the executor's role, changing nothing: version, privileges, settings,",
      "the guard of its ledger. Prints the least that a superuser has to grant."
    },
    mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
  private final Map<String, String> environment;

  @Parameters(paramLabel = "TARGET", description = "Names of targets; by default all of them.")
  private List<String> names = List.of();

  @Option(
      names = "--output",
      description = "${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  @Spec
  @SuppressWarnings("NullAway.Init") // By picocli.
  private CommandSpec spec;

  Doctor(Map<String, String> environment) {
    this.environment = environment;
  }

  /** As JSON. */
  private record Found(
      String target, boolean healthy, List<FoundCheck> checks, List<String> grants) {
    static Found of(Diagnosis diagnosis) {
      return new Found(
          diagnosis.target(),
          diagnosis.healthy(),
          diagnosis.findings().stream().map(FoundCheck::of).toList(),
          diagnosis.grants());
    }
  }

  private record FoundCheck(String check, String level, String detail) {
    static FoundCheck of(Finding finding) {
      return new FoundCheck(finding.check(), word(finding), finding.detail());
    }
  }

  private static String word(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Integer call() {
    Settings settings = Settings.from(environment);
    List<TargetSettings> targets = TargetSettings.from(settings);
    TargetDoctor doctor = new TargetDoctor(ExecutorSettings.connectionsToEachTarget(settings));
    settings.complete();
    Set<String> known = targets.stream().map(TargetSettings::name).collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>(names);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "TARGETS does not name %s, only %s".formatted(unknown, new TreeSet<>(known)));
    }
    List<Diagnosis> diagnoses =
        targets.stream()
            .filter(target -> names.isEmpty() || names.contains(target.name()))
            .map(doctor::examine)
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    output.print(
        out,
        diagnoses.stream().map(Found::of).toList(),
        () -> diagnoses.forEach(diagnosis -> print(out, diagnosis)));
    return diagnoses.stream().allMatch(Diagnosis::healthy) ? 0 : OperatorCommand.FOUND;
  }

  private static void print(PrintWriter out, Diagnosis diagnosis) {
    out.printf(
        "%s: %s%n", diagnosis.target(), diagnosis.healthy() ? "can be changed" : "has problems");
    for (Finding finding : diagnosis.findings()) {
      out.printf("  %-8s %-20s %s%n", word(finding), finding.check(), finding.detail());
    }
    if (!diagnosis.grants().isEmpty()) {
      out.printf("  What a superuser runs in it to mend that:%n");
      diagnosis.grants().forEach(grant -> out.println("    " + grant + ";"));
    }
  }
}
