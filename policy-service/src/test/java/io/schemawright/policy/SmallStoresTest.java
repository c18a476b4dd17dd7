package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class SmallStoresTest {
  private static final String STORE = "large";
  private static final int ENTRIES = 150_000;
  private static final int READS = 1_000;

  /**
   * What the process reads from files, from {@code /proc}: with whole indexes it is 600 KiB and
   * more.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void getFromALargeStore_readsAFewBlocks(@TempDir Path directory) throws IOException {
    try (TopologyTestDriver driver =
        new TopologyTestDriver(topology().build(), properties(directory))) {
      KeyValueStore<String, byte[]> store = driver.getKeyValueStore(STORE);
      Random random = new Random(1);
      for (int i = 0; i < ENTRIES; i++) {
        byte[] value = new byte[400];
        random.nextBytes(value);
        store.put(key(i), value);
      }
      long before = readBytes();
      for (int i = 0; i < READS; i++) {
        assertThat(store.get(key(random.nextInt(ENTRIES)))).hasSize(400);
      }
      assertThat((readBytes() - before) / READS).isLessThan(100 * 1024);
    }
  }

  /** A store must belong to somebody. */
  private static final class Idle implements Processor<String, byte[], Void, Void> {
    @Override
    public void process(Record<String, byte[]> event) {}
  }

  private static String key(int i) {
    return "sandbox\0catalog\0table/public.items_" + i;
  }

  private static long readBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .findFirst()
        .orElseThrow();
  }

  private static StreamsBuilder topology() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled());
    builder.stream("events", Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .process(Idle::new, STORE);
    return builder;
  }

  private static Properties properties(Path directory) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "large");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    return properties;
  }
}
