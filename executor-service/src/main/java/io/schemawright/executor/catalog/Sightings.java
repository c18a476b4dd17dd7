package io.schemawright.executor.catalog;

import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.ExecutionStale;
import io.schemawright.executor.target.Target;
import io.schemawright.outbox.Outbox;
import io.schemawright.plan.ObjectState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How some objects of a target are just now, for whoever cannot wait until the next look has
 * published it. Thread-safe.
 *
 * <p>The published versions are read first: what is published after that has a higher one, and is
 * newer than what was seen.
 */
public final class Sightings {
  private static final Logger LOG = LoggerFactory.getLogger(Sightings.class);

  private final Outbox outbox;

  /** Beside what was published through {@code outbox}. */
  public Sightings(Outbox outbox) {
    this.outbox = outbox;
  }

  /** The objects as they are; none at all where the target does not answer at once. */
  public List<ExecutionStale.Found> of(Target target, Collection<ObjectRef> objects) {
    Map<ObjectRef, Long> versions =
        outbox.transact(
            transaction -> CatalogObjects.versions(transaction.handle(), target.name(), objects));
    try (Connection connection = target.connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set local lock_timeout = '1s'");
        Introspection.Measured measured = Introspection.readMeasured(connection, objects);
        return objects.stream()
            .map(
                ref ->
                    new ExecutionStale.Found(
                        new ObjectState(ref, measured.objects().get(ref)),
                        versions.getOrDefault(ref, 0L),
                        measured.sizes().get(ref)))
            .toList();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      LOG.atWarn()
          .addKeyValue("target", target.name())
          .addKeyValue("sqlState", TargetFacts.sqlState(e))
          .addKeyValue("fault", e.getMessage())
          .log("cannot see what is different on a target, the next look will");
      return List.of();
    }
  }
}
