package io.schemawright.local;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The command line of {@code bin/up}.
 *
 * @param fresh forget everything of earlier runs
 * @param demo send the example requests through
 * @param help only say what there is to say
 */
record Options(Path home, Ports ports, boolean fresh, boolean demo, boolean help) {
  static final String HELP =
      """
      Starts Schemawright on this machine: Kafka, PostgreSQL, the four services. Stop it with Ctrl-C.

        --home DIR         where everything is kept between runs (.schemawright in the repository)
        --http-port N      REST, health and metrics of intake (8080); the ports of policy,
                           executor, notifier, the demo's webhook receiver and the
                           status page follow
        --kafka-port N     Kafka (9092); two more follow
        --postgres-port N  PostgreSQL (15432); the scratch one follows
        --fresh            forget what is in the home directory
        --demo             send the example requests through and say what became of each
        --help             this text
      """;

  /**
   * Reads it; both {@code --home DIR} and {@code --home=DIR} will do.
   *
   * @throws UsageError for an option that does not exist, lacks its value, or has a wrong one
   * @throws CannotStart for ports that do not go together
   */
  static Options parse(List<String> arguments, Path defaultHome) {
    Path home = defaultHome;
    int http = Ports.DEFAULT.http();
    int kafka = Ports.DEFAULT.kafka();
    int postgres = Ports.DEFAULT.postgres();
    boolean fresh = false;
    boolean demo = false;
    boolean help = false;
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String argument = rest.remove();
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      if (equals >= 0) {
        rest.push(argument.substring(equals + 1));
      }
      switch (option) {
        case "--home" -> home = Path.of(value(option, rest));
        case "--http-port" -> http = number(option, rest);
        case "--kafka-port" -> kafka = number(option, rest);
        case "--postgres-port" -> postgres = number(option, rest);
        default -> {
          if (equals >= 0) {
            throw new UsageError("There is no option " + option + " with a value");
          }
          switch (option) {
            case "--fresh" -> fresh = true;
            case "--demo" -> demo = true;
            case "--help", "-h" -> help = true;
            default -> throw new UsageError("There is no option " + option);
          }
        }
      }
    }
    return new Options(
        home.toAbsolutePath().normalize(), new Ports(http, kafka, postgres), fresh, demo, help);
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty() || rest.peek().isEmpty()) {
      throw new UsageError(option + " wants a value");
    }
    return rest.remove();
  }

  private static int number(String option, Deque<String> rest) {
    String value = value(option, rest);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new UsageError(option + " wants a number, not '" + value + "'");
    }
  }
}
