package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.result.Figures;
import java.time.Duration;

/**
 * The same changes by Flyway and Liquibase, in process and warmed up: a prepared batch at once, and
 * one call for each change, which is what a service that gets them one by one would have to do.
 */
@AutoService(Measurement.class)
public final class Peers implements Measurement {
  /** The figures that ours are compared with. */
  public static final String FLYWAY_BATCH = "Flyway, one migrate for all";

  /** See {@link #FLYWAY_BATCH}. */
  public static final String LIQUIBASE_BATCH = "Liquibase, one update for all";

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public int turn() {
    return 20;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(scale.changes() / 50.0 + scale.single() / 10.0);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    int batch = workbench.scale().changes();
    int single = workbench.scale().single();
    flyway(workbench).applyAtOnce(single); // Warms up.
    figures.add(FLYWAY_BATCH, "changes/s", perSecond(flyway(workbench)::applyAtOnce, batch));
    figures.add(
        "Flyway, one migrate each", "changes/s", perSecond(flyway(workbench)::applyEach, single));
    liquibase(workbench).applyAtOnce(single);
    figures.add(LIQUIBASE_BATCH, "changes/s", perSecond(liquibase(workbench)::applyAtOnce, batch));
    figures.add(
        "Liquibase, one update each",
        "changes/s",
        perSecond(liquibase(workbench)::applyEach, single));
  }

  private interface Applying {
    /** How long that many changes took, in nanoseconds. */
    long apply(int changes) throws Exception;
  }

  private static double perSecond(Applying applying, int changes) throws Exception {
    return changes / (applying.apply(changes) / 1e9);
  }

  private static FlywayPeer flyway(Workbench workbench) {
    return new FlywayPeer(workbench.freshDatabase(), workbench.freshDirectory());
  }

  private static LiquibasePeer liquibase(Workbench workbench) {
    return new LiquibasePeer(workbench.freshDatabase(), workbench.freshDirectory());
  }
}
