package io.schemawright.executor.command;

import io.schemawright.service.InvalidSettings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What an operator runs by hand, with the executor's own settings: {@code java -cp '/app/*'
 * io.schemawright.executor.command.OperatorCommand doctor}.
 */
@Command(
    name = "OperatorCommand",
    description = "Looks after the executor and its targets. Reads the executor's own settings.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Status 0 where all is well, 1 where something was found, 2 where it could not be found out."
    })
public final class OperatorCommand {
  /** Something is wrong with what was looked at. */
  static final int FOUND = 1;

  /** It could not be looked at. */
  static final int CANNOT_TELL = 2;

  private OperatorCommand() {}

  /** Runs one command and ends the process with its status. */
  public static void main(String[] arguments) {
    System.setProperty("schemawright.log.target", "System.err");
    System.exit(
        run(
            System.getenv(),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments));
  }

  /** Runs one command; returns its status. */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new OperatorCommand())
        .addSubcommand(new Doctor(environment))
        .addSubcommand(new VerifyAudit(environment))
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (fault, command, parsed) -> {
              err.println(
                  fault instanceof InvalidSettings ? fault.getMessage() : "Cannot tell: " + fault);
              return CANNOT_TELL;
            })
        .execute(arguments);
  }
}
