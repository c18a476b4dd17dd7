package io.schemawright.difference;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Generated pairs of states, there and back, before independent judges. */
@Tag("every-version")
class GeneratedPairsTest {

  private static final int PAIRS =
      Integer.getInteger(
          "schemawright.pairs", Boolean.getBoolean("schemawright.long") ? 2_000 : 200);

  /** Each dump takes as long as all the rest of a pair. */
  private static final int DUMP_EVERY = Integer.getInteger("schemawright.dump-every", 4);

  /** Of a pair most of the time is PostgreSQL's, in which a single thread would wait. */
  private static final int THREADS = 2;

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger dumped = new AtomicInteger();
  private final AtomicInteger alterations = new AtomicInteger();

  @Test
  void generatedPairs_upAndDown_areWhatTheJudgesSay() throws Exception {
    long first = Long.getLong("schemawright.seed", System.nanoTime());
    int pairs = Long.getLong("schemawright.seed") == null ? PAIRS : 1;
    Instant end = Instant.now().plus(Duration.ofMinutes(30));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<String>> judges = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String here = Databases.freshName();
        String there = Databases.freshName();
        judges.add(() -> judge(here, there, first, pairs, end));
      }
      String how = "";
      for (Future<String> judged : threads.invokeAll(judges)) {
        how = judged.get();
      }
      System.out.printf(
          "%s: %d pairs from -Dschemawright.seed=%d, %d alterations; the catalog judged all, pg_dump %d%n",
          how, pairs, first, alterations.get(), dumped.get());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Takes pair after pair until there is none left; answers which PostgreSQL it was. */
  private String judge(String here, String there, long first, int pairs, Instant end)
      throws SQLException {
    try (Connection one = Databases.connect(here);
        Connection other = Databases.connect(there)) {
      int version = one.getMetaData().getDatabaseMajorVersion();
      Optional<PgDump> dump = PgDump.find(version);
      for (int i = next.getAndIncrement();
          i < pairs && Instant.now().isBefore(end);
          i = next.getAndIncrement()) {
        long seed = first + i;
        try {
          RandomStates.Pair pair = new RandomStates(seed, version).next();
          build(one, pair.before());
          build(other, pair.after());
          Proof proof = new Proof(one, other);
          if (dump.isPresent() && i % DUMP_EVERY == 0) {
            proof = proof.with(dump.orElseThrow());
            dumped.incrementAndGet();
          }
          alterations.addAndGet(proof.hold(pair.renames()));
        } catch (SQLException | RuntimeException | AssertionError e) {
          throw new AssertionError(
              "PostgreSQL %d, -Dschemawright.seed=%d: %s".formatted(version, seed, e.getMessage()),
              e);
        }
      }
      return "PostgreSQL " + version + (dump.isEmpty() ? ", no pg_dump as new" : "");
    }
  }

  /** Builds a state, reads it, builds what was read, and reads the same. */
  private static void build(Connection connection, SchemaState state) throws SQLException {
    Databases.wipe(connection, RandomStates.SCHEMAS);
    Databases.run(connection, Databases.creation(state));
    SchemaState read = Databases.read(connection);
    assertThat(read.objects().keySet()).isEqualTo(state.objects().keySet());
    Databases.wipe(connection, RandomStates.SCHEMAS);
    Databases.run(connection, Databases.creation(read));
    assertThat(Difference.between(Databases.read(connection), read, Renames.none()).statements())
        .isEmpty();
  }
}
