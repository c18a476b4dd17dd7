package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.messaging.ParkedRecord.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What readers gave up, and the way back.
 *
 * <p>A replay sends a record to the topic and partition that it came from, as it was, and in the
 * same Kafka transaction puts a note of it on the dead letter topic: a record is replayed if and
 * only if its note is there. Two replays at once cannot both happen, for they have one
 * transactional id: the later one fences the earlier one, and only then reads the notes. What had
 * taken effect already is recognised by its id, as after any repeated delivery.
 *
 * <p>Throws {@link KafkaException} where the broker is away or refuses. Not thread-safe.
 */
final class DeadLetters {
  private static final String SUFFIX = ".dlq";
  private static final String TRANSACTIONAL_ID = "operator-dead-letters";

  /** A note and no letter: it says which letter was replayed, and what it is now. */
  private static final String REPLAYED = DeadLetter.OURS + "replayed";

  private static final String REPLAYED_PARTITION = DeadLetter.OURS + "replayed_partition";
  private static final String REPLAYED_OFFSET = DeadLetter.OURS + "replayed_offset";

  /** Only letters have it: a user who writes a note's headers gets a letter that is none. */
  private static final String LETTER = DeadLetter.OURS + "topic";

  private final Map<String, Object> client;

  /**
   * Connects to nothing yet.
   *
   * @param client how to reach the brokers, as one who may read and write every topic
   */
  DeadLetters(Map<String, Object> client) {
    this.client = Map.copyOf(client);
  }

  /** The topics that have a dead letter topic, by name. */
  List<String> topics() {
    try (Admin admin = Admin.create(client)) {
      return admin.listTopics().names().get().stream()
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (ExecutionException e) {
      throw new KafkaException("cannot list the topics", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while listing the topics", e);
    }
  }

  /** The dead letters of {@code topic}, which must have a dead letter topic, the oldest first. */
  List<ParkedRecord> of(String topic) {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    Map<Long, Replay> replays = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        TopicContents.everythingOn(client, topic + SUFFIX)) {
      if (record.headers().lastHeader(LETTER) != null) {
        letters.add(record);
      } else if (record.headers().lastHeader(REPLAYED) != null) {
        replays.put(number(record.headers(), REPLAYED), replay(record));
      }
    }
    return letters.stream()
        .map(letter -> new ParkedRecord(letter, Optional.ofNullable(replays.get(letter.offset()))))
        .toList();
  }

  private static Replay replay(ConsumerRecord<byte[], byte[]> note) {
    return new Replay(
        Instant.ofEpochMilli(note.timestamp()),
        (int) number(note.headers(), REPLAYED_PARTITION),
        number(note.headers(), REPLAYED_OFFSET));
  }

  private static long number(Headers headers, String name) {
    return Long.parseLong(EventCodec.text(headers, name).orElse("-1"));
  }

  /** Sends records back; until it is closed no other can. */
  Replaying startReplaying() {
    return new Replaying();
  }

  /** A replay in progress. */
  final class Replaying implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;

    private Replaying() {
      Map<String, Object> properties = new HashMap<>(client);
      properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
      properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaClients.LARGEST_BATCH);
      this.producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
      try {
        producer.initTransactions();
      } catch (KafkaException e) {
        producer.close();
        throw e;
      }
    }

    /** Sends one back, whole as it must be, and remembers it; either both or neither. */
    Replay send(ParkedRecord parked) {
      ConsumerRecord<byte[], byte[]> letter = parked.letter();
      producer.beginTransaction();
      try {
        RecordMetadata now =
            producer
                .send(
                    new ProducerRecord<>(
                        parked.topic(),
                        parked.partition(),
                        letter.key(),
                        letter.value(),
                        parked.originalHeaders()))
                .get();
        // Where this fails the commit does.
        var unused = producer.send(note(letter, now));
        producer.commitTransaction();
        return new Replay(Instant.ofEpochMilli(now.timestamp()), now.partition(), now.offset());
      } catch (ExecutionException e) {
        producer.abortTransaction();
        throw new KafkaException("Kafka did not take the record", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KafkaException("interrupted during a replay", e);
      }
    }

    private ProducerRecord<byte[], byte[]> note(
        ConsumerRecord<byte[], byte[]> letter, RecordMetadata now) {
      ProducerRecord<byte[], byte[]> note =
          new ProducerRecord<>(letter.topic(), letter.partition(), null, null);
      put(note, REPLAYED, letter.offset());
      put(note, REPLAYED_PARTITION, now.partition());
      put(note, REPLAYED_OFFSET, now.offset());
      return note;
    }

    private void put(ProducerRecord<byte[], byte[]> note, String header, long number) {
      note.headers().add(header, Long.toString(number).getBytes(UTF_8));
    }

    @Override
    public void close() {
      producer.close();
    }
  }
}
