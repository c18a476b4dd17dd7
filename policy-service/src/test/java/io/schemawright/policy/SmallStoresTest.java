package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class SmallStoresTest {
  private static final int ENTRIES = 60_000;
  private static final int BYTES = 4_000;
  private static final int READS = 1_000;

  /**
   * What the process reads from files, from {@code /proc}; 14 KiB a get, 600 with whole indexes.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void getFromALargeStore_readsAFewBlocks() throws IOException {
    try (Stage stage = Stage.set()) {
      KeyValueStore<String, byte[]> store = stage.store();
      Random random = new Random(1);
      byte[] value = new byte[BYTES];
      random.nextBytes(value);
      for (int i = 0; i < ENTRIES; i++) {
        store.put(key(i), value);
      }
      long before = readBytes();
      for (int i = 0; i < READS; i++) {
        assertThat(store.get(key(random.nextInt(ENTRIES)))).hasSize(BYTES);
      }
      assertThat((readBytes() - before) / READS).isLessThan(100 * 1024);
    }
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
}
