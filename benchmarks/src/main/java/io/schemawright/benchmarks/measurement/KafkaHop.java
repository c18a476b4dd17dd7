package io.schemawright.benchmarks.measurement;

import io.schemawright.benchmarks.result.Samples;
import io.schemawright.embedded.BrokerSettings;
import io.schemawright.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * From {@code send} with {@code acks=all} until the record is acknowledged and in a consumer's
 * hands, one at a time.
 */
final class KafkaHop {
  private static final String USER = "operator";
  private static final int WARM_UP = 100;

  private KafkaHop() {}

  /** On a broker of its own that keeps its data in this directory. */
  static Samples millis(Path directory, int hops) throws Exception {
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(
            BrokerSettings.in(directory).withUsers(Map.of(USER, "bench-word"), Set.of(USER)))) {
      Map<String, Object> properties = new HashMap<>(kafka.endpoints(USER).adminProperties());
      try (Admin admin = Admin.create(properties)) {
        admin.createTopics(List.of(new NewTopic("hops", 1, (short) 1))).all().get();
      }
      properties.put("acks", "all");
      properties.put("linger.ms", 0);
      try (KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(
                  properties, new ByteArraySerializer(), new ByteArraySerializer());
          KafkaConsumer<byte[], byte[]> consumer =
              new KafkaConsumer<>(
                  kafka.endpoints(USER).adminProperties(),
                  new ByteArrayDeserializer(),
                  new ByteArrayDeserializer())) {
        List<TopicPartition> partition = List.of(new TopicPartition("hops", 0));
        consumer.assign(partition);
        consumer.seekToBeginning(partition);
        return hop(producer, consumer, hops);
      }
    }
  }

  private static Samples hop(
      KafkaProducer<byte[], byte[]> producer, KafkaConsumer<byte[], byte[]> consumer, int hops)
      throws Exception {
    List<Double> millis = new ArrayList<>();
    byte[] value = new byte[1_000];
    for (int i = 0; i < hops + WARM_UP; i++) {
      long begin = System.nanoTime();
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("hops", value));
      while (consumer.poll(Duration.ofSeconds(10)).isEmpty()) {
        if (Floor.seconds(begin) > 30) {
          throw new IllegalStateException("A record did not come back within 30 s");
        }
      }
      sent.get();
      if (i >= WARM_UP) {
        millis.add((System.nanoTime() - begin) / 1e6);
      }
    }
    return Samples.of(millis);
  }
}
