package io.schemawright.difference;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

  @Test
  void generatedPairs_upAndDown_areWhatTheJudgesSay() throws SQLException {
    long first = Long.getLong("schemawright.seed", System.nanoTime());
    int pairs = Long.getLong("schemawright.seed") == null ? PAIRS : 1;
    String here = Databases.freshName();
    String there = Databases.freshName();
    try (Connection one = Databases.connect(here);
        Connection other = Databases.connect(there)) {
      int version = one.getMetaData().getDatabaseMajorVersion();
      Optional<PgDump> dump = PgDump.find(version);
      int dumped = 0;
      int alterations = 0;
      Instant end = Instant.now().plus(Duration.ofMinutes(30));
      for (int i = 0; i < pairs && Instant.now().isBefore(end); i++) {
        long seed = first + i;
        try {
          RandomStates.Pair pair = new RandomStates(seed, version).next();
          build(one, pair.before());
          build(other, pair.after());
          boolean dumps = dump.isPresent() && i % DUMP_EVERY == 0;
          Proof proof = new Proof(one, other);
          if (dumps) {
            proof = proof.with(dump.orElseThrow());
            dumped++;
          }
          alterations += proof.hold(pair.renames());
        } catch (SQLException | RuntimeException | AssertionError e) {
          throw new AssertionError(
              "PostgreSQL %d, -Dschemawright.seed=%d: %s".formatted(version, seed, e.getMessage()),
              e);
        }
      }
      System.out.printf(
          "PostgreSQL %d: %d pairs from -Dschemawright.seed=%d, %d alterations; the catalog judged all,"
              + " pg_dump %s%n",
          version,
          pairs,
          first,
          alterations,
          dump.isEmpty() ? "none: there is none as new as the server" : dumped);
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
