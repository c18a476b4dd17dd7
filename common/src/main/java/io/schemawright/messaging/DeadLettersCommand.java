package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.Json;
import io.schemawright.service.InvalidSettings;
import io.schemawright.service.Settings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code bin/dead-letters}, for operators; see its help.
 *
 * <p>Ends with status 0 when all was done, 1 where Kafka or a record stood in the way, and 2 for a
 * wrong command line or wrong settings.
 */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Shows the records that readers gave up, and sends them back to their topics.",
    footer = {
      "",
      "It logs in as SCHEMAWRIGHT_KAFKA_USERNAME with SCHEMAWRIGHT_KAFKA_PASSWORD at",
      "SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS: the operator. docs/operations.md says more."
    })
public final class DeadLettersCommand {
  private static final String TOPIC = "The topic that the records were read from: schema.requests";
  private static final String FORMAT = "${COMPLETION-CANDIDATES}; text where it is not given";
  private static final String NUMBERS = "The numbers of dead letters, as list shows them";
  private static final int PATIENCE_MILLIS = 15_000;

  private final DeadLetters letters;

  @Spec private @Nullable CommandSpec spec;

  private DeadLettersCommand(KafkaSettings kafka) {
    Map<String, Object> client = kafka.clientProperties();
    client.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
    client.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    client.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    client.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    this.letters = new DeadLetters(client);
  }

  enum Format {
    text,
    json
  }

  /** Runs the command line with the settings of the environment. */
  public static void main(String[] arguments) {
    // Before the first logger is made: what is printed is for people and programs, not for a log.
    System.setProperty("logback.configurationFile", "logback/command.xml");
    System.exit(
        run(
            System.getenv(),
            new PrintWriter(System.out, true, UTF_8),
            new PrintWriter(System.err, true, UTF_8),
            arguments));
  }

  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
    Settings settings = Settings.from(environment);
    KafkaSettings kafka = KafkaSettings.from(settings);
    return new CommandLine(new DeadLettersCommand(kafka))
        .setOut(out)
        .setErr(err)
        .setExecutionStrategy(
            parsed -> {
              if (parsed.subcommand() != null && !parsed.subcommand().isUsageHelpRequested()) {
                try {
                  settings.complete();
                } catch (InvalidSettings e) {
                  err.println(
                      e.getMessage()
                          + "\nSet them as the services have them, with the user operator. What bin/up runs, bin/dead-letters finds by itself.");
                  return 2;
                }
              }
              return new CommandLine.RunLast().execute(parsed);
            })
        .setExecutionExceptionHandler(
            (fault, command, parsed) -> {
              err.println(explained(kafka, fault));
              return 1;
            })
        .execute(arguments);
  }

  private static @Nullable String explained(KafkaSettings kafka, Exception fault) throws Exception {
    if (fault instanceof NoSuchLetter) {
      return fault.getMessage();
    }
    if (!(fault instanceof KafkaException)) {
      throw fault;
    }
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return """
    Kafka at %s, as %s: %s
    Records that were reported as replayed are; all others lie where they lay. Is Kafka up, are \
    address and password right, and may the user read and write every topic? Then run this again."""
        .formatted(kafka.bootstrapServers(), kafka.username().orElse("nobody"), root.getMessage());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the dead letters of a topic, or of all.")
  int list(
      @Parameters(arity = "0..1", paramLabel = "TOPIC", description = TOPIC) @Nullable String topic,
      @Option(names = "--output", defaultValue = "text", description = FORMAT) Format output) {
    List<ParkedRecord> found = new ArrayList<>();
    List<String> topics = topic == null ? letters.topics() : List.of(existing(topic));
    topics.forEach(name -> found.addAll(letters.of(name)));
    DeadLettersPage page = page();
    if (output == Format.json) {
      json(found.stream().map(DeadLettersPage::summary).toList());
    } else {
      page.list(found);
    }
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows dead letters with all their headers and what they hold.")
  int show(
      @Parameters(paramLabel = "TOPIC", description = TOPIC) String topic,
      @Parameters(arity = "1..*", paramLabel = "NUMBER", description = NUMBERS) List<Long> numbers,
      @Option(names = "--output", defaultValue = "text", description = FORMAT) Format output) {
    List<ParkedRecord> chosen = chosen(letters.of(existing(topic)), topic, numbers);
    if (output == Format.json) {
      json(chosen.stream().map(DeadLettersPage::whole).toList());
    } else {
      chosen.forEach(page()::show);
    }
    return 0;
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Sends dead letters back to the topic and partition they came from, as they were.",
        "What was replayed before is left alone and named, unless --again is given."
      })
  int replay(
      @Parameters(paramLabel = "TOPIC", description = TOPIC) String topic,
      @Parameters(arity = "0..*", paramLabel = "NUMBER", description = NUMBERS)
          @Nullable List<Long> numbers,
      @Option(names = "--all", description = "All of the topic that were not replayed yet")
          boolean all,
      @Option(names = "--again", description = "Also those that were replayed before")
          boolean again,
      @Option(names = "--output", defaultValue = "text", description = FORMAT) Format output) {
    if (all == (numbers != null && !numbers.isEmpty())) {
      throw wrong("replay wants either the numbers of dead letters or --all");
    }
    existing(topic);
    List<Map<String, Object>> outcomes = new ArrayList<>();
    DeadLettersPage page = page();
    boolean inTheWay = false;
    try (DeadLetters.Replaying replaying = letters.startReplaying()) {
      List<ParkedRecord> parked = letters.of(plain(topic));
      for (ParkedRecord record : all ? parked : chosen(parked, topic, numbers)) {
        DeadLettersPage.Outcome outcome;
        if (record.replay().isPresent() && !again) {
          outcome = DeadLettersPage.Outcome.before(record, record.replay().get());
          inTheWay |= !all;
        } else if (!record.isWhole()) {
          outcome = DeadLettersPage.Outcome.notWhole(record);
          inTheWay = true;
        } else {
          outcome = DeadLettersPage.Outcome.done(record, replaying.send(record));
        }
        if (output == Format.json) {
          outcomes.add(outcome.json());
        } else {
          page.replay(outcome);
        }
      }
      if (parked.isEmpty() && output == Format.text) {
        page.list(parked);
      }
    } finally {
      // Also before a fault: what was sent is sent.
      if (output == Format.json) {
        json(outcomes);
      }
    }
    return inTheWay ? 1 : 0;
  }

  private static List<ParkedRecord> chosen(
      List<ParkedRecord> parked, String topic, @Nullable List<Long> numbers) {
    TreeSet<Long> missing = new TreeSet<>(numbers == null ? List.of() : numbers);
    List<ParkedRecord> chosen =
        parked.stream().filter(record -> missing.contains(record.number())).toList();
    chosen.forEach(record -> missing.remove(record.number()));
    if (!missing.isEmpty()) {
      throw new NoSuchLetter(
          "There is no dead letter %s of %s (they are kept for 90 days). Nothing was done; dead-letters list %s shows what there is."
              .formatted(missing.first(), plain(topic), plain(topic)));
    }
    return chosen;
  }

  /** What was asked for is not there. */
  private static final class NoSuchLetter extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchLetter(String message) {
      super(message);
    }
  }

  /** Also the dead letter topic's own name will do. */
  private static String plain(String topic) {
    return topic.endsWith(".dlq") ? topic.substring(0, topic.length() - ".dlq".length()) : topic;
  }

  private String existing(String topic) {
    List<String> topics = letters.topics();
    if (!topics.contains(plain(topic))) {
      throw wrong(
          "No topic %s has dead letters. Those that have are: %s"
              .formatted(topic, String.join(", ", topics)));
    }
    return plain(topic);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(commandLine(), message);
  }

  private DeadLettersPage page() {
    return new DeadLettersPage(commandLine().getOut(), commandLine().getColorScheme().ansi());
  }

  private void json(Object value) {
    try {
      commandLine().getOut().println(Json.mapper().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the specification");
    }
    return spec.commandLine();
  }
}
