package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.Json;
import io.schemawright.messaging.Topic;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Verdict;
import io.schemawright.request.RequestId;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * {@code bin/up --demo}: sends the example requests the way their users would, and tells what
 * becomes of each as it happens. Uses only what anybody may use: the listener without a login, and
 * REST.
 */
final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_APPROVALS = 5;
  private static final int CONFLICT = 409;
  private static final String LEAD = "database-lead";

  private final Stack stack;
  private final Path repository;
  private final PrintStream out;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<RequestId, Example> examples = new LinkedHashMap<>();
  private final Map<RequestId, Instant> received = new HashMap<>();
  private final Set<RequestId> finished = new HashSet<>();
  private final Set<RequestId> reviewed = new HashSet<>();

  private Demo(Stack stack, Path repository, PrintStream out) {
    this.stack = stack;
    this.repository = repository;
    this.out = out;
    Example.ALL.forEach(example -> examples.put(example.requestId(), example));
  }

  /** Runs the demo on a stack that is ready. */
  static void run(Stack stack) {
    Path repository = Path.of(System.getProperty("schemawright.repository", "."));
    new Demo(stack, repository, System.out).run();
  }

  private void run() {
    out.println("\nThe demo sends " + examples.size() + " requests to schema.requests:");
    examples
        .values()
        .forEach(
            example -> say(example, "examples/" + example.name() + ".json: " + example.story()));
    out.println();
    publish();
    Instant end = Instant.now().plus(PATIENCE);
    try (PublicEvents events = new PublicEvents(stack.kafkaEndpoints().outsiderProperties())) {
      while (finished.size() < examples.size() && Instant.now().isBefore(end)) {
        events.poll(Duration.ofMillis(100)).forEach(this::tell);
      }
    } catch (InterruptException e) {
      return; // Somebody stops the stack.
    }
    summarize();
  }

  private void publish() {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            stack.kafkaEndpoints().outsiderProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (Example example : examples.values()) {
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(Topic.REQUESTS.topicName(), null, example.text(repository));
        record.headers().add("ce_id", example.requestId().value().getBytes(UTF_8));
        producer.send(record).get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The broker did not take an example", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Envelope<Event> envelope) {
    Event event = envelope.event();
    RequestId request = Telling.request(event).orElse(null);
    Example example = request == null ? null : examples.get(request);
    if (request == null || example == null) {
      return;
    }
    if (event instanceof DecisionMade decision) {
      received.putIfAbsent(request, decision.submission().receivedAt());
    }
    long millis =
        Duration.between(received.getOrDefault(request, envelope.time()), envelope.time())
            .toMillis();
    List<String> lines = Telling.lines(event);
    say(example, "+%d ms %s".formatted(Math.max(0, millis), lines.get(0)));
    lines.stream().skip(1).forEach(line -> out.println("      " + line));
    react(request, event);
  }

  private void react(RequestId request, Event event) {
    if (event instanceof DecisionMade decision
        && decision.verdict() instanceof Verdict.Waiting
        && reviewed.add(request)) {
      approve(request);
    }
    if (event instanceof ChangeCompleted completed) {
      finished.add(request);
      for (ObjectState state : completed.after()) {
        CatalogObject object = read(completed.target(), state.ref());
        if (object != null && object.definition() instanceof TableSchema table) {
          out.println("      " + completed.target() + " now has " + table.ref().name() + ":");
          Telling.table(table).forEach(line -> out.println("        " + line));
        }
      }
    }
  }

  private @Nullable CatalogObject read(String target, ObjectRef ref) {
    try (Connection connection = stack.database(target).connect()) {
      return Introspection.read(connection, List.of(ref)).get(ref);
    } catch (SQLException e) {
      throw new IllegalStateException("The demo cannot read " + ref + " from " + target, e);
    }
  }

  /**
   * A person would do this on the page or the command line; and again where the answer is that
   * intake has not heard of the decision yet, which it waits for before it says so.
   */
  private void approve(RequestId request) {
    String path = "/api/schema-requests/" + request.value();
    try {
      String body =
          Json.mapper()
              .writeValueAsString(
                  Map.of("status", "approved", "performedBy", LEAD, "comment", "looks good"));
      HttpRequest approval =
          HttpRequest.newBuilder(stack.http(ServiceName.INTAKE).resolve(path))
              .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(10))
              .build();
      HttpResponse<String> answer = http.send(approval, HttpResponse.BodyHandlers.ofString());
      for (int i = 1; i < MOST_APPROVALS && answer.statusCode() == CONFLICT; i++) {
        answer = http.send(approval, HttpResponse.BodyHandlers.ofString());
      }
      out.println(
          "      %s approves it: PATCH %s answers %d".formatted(LEAD, path, answer.statusCode()));
    } catch (IOException e) {
      out.println("      the approval did not get through: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void summarize() {
    out.println();
    examples.forEach(
        (request, example) -> {
          if (!finished.contains(request)) {
            say(example, "is not done after " + PATIENCE.toSeconds() + " s; see the logs");
          }
        });
    stack
        .webhooks()
        .ifPresent(
            receiver ->
                out.printf(
                    "The webhook receiver at %s got %d signed notifications.%n",
                    receiver.url(), receiver.deliveries().size()));
    out.printf(
        "See %s/api/schema-requests, or publish a request of your own to schema.requests.%n",
        stack.http(ServiceName.INTAKE));
    out.flush();
  }

  private void say(Example example, String line) {
    int width = Example.ALL.stream().mapToInt(e -> e.name().length()).max().orElse(1);
    out.println(Telling.padded(example.name(), width) + "  " + line);
    out.flush();
  }
}
