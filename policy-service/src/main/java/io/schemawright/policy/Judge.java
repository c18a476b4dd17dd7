package io.schemawright.policy;

import io.opentelemetry.api.trace.SpanKind;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.messaging.DeadLetter;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.KafkaClients;
import io.schemawright.messaging.UnreadableRecord;
import io.schemawright.outbox.OutgoingRecord;
import io.schemawright.policy.docket.BufferedEntries;
import io.schemawright.policy.docket.Deadlines;
import io.schemawright.policy.docket.Docket;
import io.schemawright.policy.docket.Entries;
import io.schemawright.tracing.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rim of policy within Kafka Streams: reads a record, has it handled, and only then writes to
 * the store and sends what was decided. What cannot be read or handled goes to the dead letter
 * topic and leaves nothing behind. For one task.
 */
final class Judge implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

  /** What has waited this long to be decided about, behind others, has more behind it. */
  private static final long QUEUE_MILLIS = 100;

  private static final Duration BETWEEN_DEADLINES = Duration.ofSeconds(10);

  private final EventCodec codec;
  private final Function<KeyValueStore<String, byte[]>, Cases> casesUnder;
  private final PolicyMetrics metrics;
  private @Nullable Cases cases;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private long decidedMillis;

  /**
   * A judge.
   *
   * @param casesUnder handles events under the policy sets of that store
   */
  Judge(
      EventCodec codec,
      Function<KeyValueStore<String, byte[]>, Cases> casesUnder,
      PolicyMetrics metrics) {
    this.codec = codec;
    this.casesUnder = casesUnder;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> givenContext) {
    this.context = givenContext;
    this.cases = casesUnder.apply(givenContext.getStateStore(PublishedSets.STORE));
    givenContext.schedule(
        BETWEEN_DEADLINES,
        PunctuationType.WALL_CLOCK_TIME,
        now -> tellWhatIsOverdue(givenContext, now));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ProcessorContext<byte[], byte[]> here = Objects.requireNonNull(context, "not initialised");
    KeyValueStore<String, byte[]> store =
        Objects.requireNonNull(here.getStateStore(PolicyTopology.STORE), PolicyTopology.STORE);
    BufferedEntries entries = new BufferedEntries(new StoreEntries(store));
    RecordMetadata metadata =
        here.recordMetadata().orElseThrow(() -> new IllegalStateException("a record from nowhere"));
    List<OutgoingRecord> outgoing;
    try {
      Envelope<Event> envelope = codec.decode(record.key(), record.headers(), record.value());
      outgoing =
          Trace.follow(
              envelope.trace(),
              SpanKind.CONSUMER,
              "process " + metadata.topic(),
              Map.of("messaging.consumer.group.name", PolicyTopology.APPLICATION_ID),
              () -> judge(envelope, entries, metadata.offset()));
    } catch (RuntimeException e) {
      park(here, record, metadata, e);
      return;
    }
    entries.flush();
    outgoing.forEach(
        decision -> forward(here, decision, record.timestamp(), PolicyTopology.DECISIONS));
    if (!outgoing.isEmpty()) {
      commitUnlessBusy(here, record.timestamp());
    }
  }

  private void tellWhatIsOverdue(ProcessorContext<byte[], byte[]> here, long millis) {
    Cases handling = Objects.requireNonNull(cases, "not initialised");
    KeyValueStore<String, byte[]> store =
        Objects.requireNonNull(here.getStateStore(PolicyTopology.STORE), PolicyTopology.STORE);
    Entries all = new StoreEntries(store);
    Instant now = Instant.ofEpochMilli(millis);
    for (Deadlines.Due due : new Deadlines(all).until(now)) {
      BufferedEntries entries = new BufferedEntries(all);
      handling
          .overdue(new Docket(due.target(), entries), due.request(), now)
          .ifPresent(
              overdue -> {
                forward(
                    here,
                    codec.encode(overdue.event(), overdue.cause()),
                    millis,
                    PolicyTopology.DECISIONS);
                metrics.overdue();
              });
      entries.flush();
    }
  }

  private List<OutgoingRecord> judge(
      Envelope<Event> envelope, BufferedEntries entries, long offset) {
    List<Ruling> rulings =
        Objects.requireNonNull(cases, "not initialised")
            .handle(docket(envelope.event(), entries), envelope, offset);
    List<OutgoingRecord> outgoing =
        rulings.stream().map(ruling -> codec.encode(ruling.decision(), ruling.cause())).toList();
    refuseTooLarge(outgoing, entries);
    metrics.handled(envelope.event(), rulings);
    return outgoing;
  }

  /**
   * Whoever waits for a decision gets it at once. Decisions of a queue share the regular commit,
   * and so does what leads to none: a transaction costs more than many of them.
   */
  private void commitUnlessBusy(ProcessorContext<byte[], byte[]> here, long published) {
    long now = here.currentSystemTimeMs();
    if (now - decidedMillis > QUEUE_MILLIS || now - published <= QUEUE_MILLIS) {
      here.commit();
    }
    decidedMillis = now;
  }

  /**
   * What the producer would not take stops the stream, again after each restart; so the event that
   * led to it is refused instead.
   */
  private static void refuseTooLarge(List<OutgoingRecord> outgoing, BufferedEntries entries) {
    int size = entries.largest();
    for (OutgoingRecord decision : outgoing) {
      byte[] payload = decision.payload();
      size = Math.max(size, payload == null ? 0 : payload.length);
    }
    if (size > KafkaClients.LARGEST_RECORD) {
      throw new IllegalArgumentException(
          "not handled: what it leads to has %d bytes, no record can carry more than %d; send less"
              .formatted(size, KafkaClients.LARGEST_RECORD));
    }
  }

  private static Docket docket(Event event, Entries entries) {
    String key = event.key();
    int slash = key.indexOf('/');
    return new Docket(slash < 0 ? key : key.substring(0, slash), entries);
  }

  private void park(
      ProcessorContext<byte[], byte[]> here,
      Record<byte[], byte[]> record,
      RecordMetadata metadata,
      RuntimeException fault) {
    metrics.parked();
    LOG.atWarn()
        .setCause(fault instanceof UnreadableRecord ? null : fault)
        .addKeyValue("topic", metadata.topic())
        .addKeyValue("partition", metadata.partition())
        .addKeyValue("offset", metadata.offset())
        .addKeyValue("reason", fault.getMessage())
        .log("record sent to the dead letter topic");
    ConsumerRecord<byte[], byte[]> asItCame =
        new ConsumerRecord<>(
            metadata.topic(),
            metadata.partition(),
            metadata.offset(),
            record.timestamp(),
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            record.key(),
            record.value(),
            record.headers(),
            Optional.empty());
    forward(
        here,
        DeadLetter.of(asItCame, PolicyTopology.APPLICATION_ID, fault),
        record.timestamp(),
        PolicyTopology.DEAD_LETTERS);
  }

  private static void forward(
      ProcessorContext<byte[], byte[]> here, OutgoingRecord outgoing, long timestamp, String sink) {
    RecordHeaders headers = new RecordHeaders();
    outgoing.headers().forEach(headers::add);
    here.forward(
        new Record<>(outgoing.key(), outgoing.payload(), Math.max(0, timestamp), headers), sink);
  }
}
