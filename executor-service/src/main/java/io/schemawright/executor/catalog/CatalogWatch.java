package io.schemawright.executor.catalog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.database.Database;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.CatalogObjectRemoved;
import io.schemawright.event.Cause;
import io.schemawright.event.DriftFound;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.ExecutionSucceeded.ObjectVersion;
import io.schemawright.event.TraceParent;
import io.schemawright.executor.queue.Executions;
import io.schemawright.executor.target.DescribedTargets;
import io.schemawright.executor.target.Target;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.Transaction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a target and publishes what is different from what was published before: the target's
 * description and its objects, and the size and traffic of its tables, together.
 *
 * <p>A look never puts an older state over a newer one: it remembers the published versions before
 * it reads the target, leaves out what is being changed just now, and gives up an object whose
 * version has moved meanwhile. Several processes may look at once, and find the same. Thread-safe.
 */
public final class CatalogWatch {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogWatch.class);

  /** Some 50 MiB of them. */
  private static final int MOST_OBJECTS = 10_000;

  private final Database database;
  private final Outbox outbox;
  private final EventCodec codec;
  private final MeterRegistry metrics;
  private final int mostObjects;
  private final Look.Memory memory = new Look.Memory();

  /** A watch that publishes through {@code outbox}. */
  public CatalogWatch(Database database, Outbox outbox, EventCodec codec, MeterRegistry metrics) {
    this(database, outbox, codec, metrics, MOST_OBJECTS);
  }

  /**
   * The same.
   *
   * @param mostObjects of a target that has more, not all are kept in memory, and no statements are
   *     worked out for a drift
   */
  CatalogWatch(
      Database database, Outbox outbox, EventCodec codec, MeterRegistry metrics, int mostObjects) {
    this.database = database;
    this.outbox = outbox;
    this.codec = codec;
    this.metrics = metrics;
    this.mostObjects = mostObjects;
  }

  /**
   * Looks once, at everything.
   *
   * @return whether the target could be read
   */
  public boolean look(Target target) {
    return look(target, true);
  }

  /**
   * Looks once, and at the objects only where something may have been written to the catalog since
   * this process read them: to read 10,000 tables takes seconds, on somebody else's server. For
   * regular looks; what is done a few seconds before this may be left to the next.
   *
   * @return whether the target could be read
   */
  boolean glance(Target target) {
    return look(target, false);
  }

  /** More than one look where there is too much to be told at once. */
  private boolean look(Target target, boolean all) {
    Counter drifted = drifted(target); // There from the first look on, for whoever watches it.
    boolean wasRead = database.read(handle -> DescribedTargets.wasRead(handle, target.name()));
    while (true) {
      Optional<Look> look = read(target, all);
      if (look.isEmpty()) {
        return false;
      }
      int told = tell(target, look.get(), wasRead);
      if (wasRead && told > 0) {
        drifted.increment(told);
      }
      if (look.get().extent() != Look.Extent.SOME || told == 0) {
        return true;
      }
    }
  }

  /** Empty where the target did not let itself be read, which is told. */
  private Optional<Look> read(Target target, boolean all) {
    SortedMap<ObjectRef, CatalogObjects.Published> published =
        database.read(handle -> CatalogObjects.of(handle, target.name()));
    try {
      Look look = Look.at(target, published, memory, all, mostObjects);
      target.answered();
      return Optional.of(look);
    } catch (SQLException e) {
      target.didNotAnswer();
      LOG.atWarn()
          .addKeyValue("target", target.name())
          .addKeyValue("sqlState", TargetFacts.sqlState(e))
          .addKeyValue("fault", e.getMessage())
          .log("cannot read a target, will try again; its changes wait");
      outbox.transact(transaction -> describe(transaction, target, TargetFacts.unreachable(e)));
      return Optional.empty();
    }
  }

  /** Returns of how many objects something was told that is different. */
  private int tell(Target target, Look look, boolean wasRead) {
    return outbox.transact(
        transaction -> {
          // First described when all it holds is told: from then on what is different is drift.
          if (wasRead || look.extent() != Look.Extent.SOME) {
            describe(transaction, target, look.facts());
          }
          SortedMap<ObjectRef, Long> versions = publish(transaction, target, look, wasRead);
          publishNews(transaction, target, look);
          boolean allTold =
              versions.size() == look.differences().size() && look.extent() != Look.Extent.SOME;
          transaction.afterCommit(() -> memory.writes().looked(target.name(), look, allTold));
          return versions.size();
        });
  }

  private Counter drifted(Target target) {
    return Counter.builder("schemawright.drift.objects")
        .description("Objects that somebody changed without a request")
        .tag("target", target.name())
        .register(metrics);
  }

  private boolean describe(Transaction transaction, Target target, TargetFacts facts) {
    Optional<DescribedTargets.News> news =
        DescribedTargets.store(transaction.handle(), target, facts::after);
    news.ifPresent(what -> transaction.publish(codec.encode(what.event(), what.cause())));
    return news.isPresent();
  }

  /** Returns the new versions of what was published. */
  private SortedMap<ObjectRef, Long> publish(
      Transaction transaction, Target target, Look look, boolean wasRead) {
    if (look.differences().isEmpty()) {
      return Collections.emptySortedMap();
    }
    Set<ObjectRef> inHand = Executions.objectsInHand(transaction.handle(), target.name());
    List<CatalogObjects.Difference> differences =
        look.differences().stream()
            .filter(difference -> !inHand.contains(difference.object()))
            .toList();
    Map<ObjectRef, Optional<Definition>> known =
        CatalogObjects.definitions(
            transaction.handle(),
            target.name(),
            differences.stream().map(CatalogObjects.Difference::object).toList());
    SortedMap<ObjectRef, Long> versions =
        CatalogObjects.raise(transaction.handle(), target.name(), differences);
    versions.forEach(
        (ref, version) -> {
          CatalogObject object = look.objects().get(ref);
          Event event =
              object == null
                  ? new CatalogObjectRemoved(target.name(), ref)
                  : new CatalogObjectChanged(
                      target.name(), object, version, null, look.statistics().get(ref));
          transaction.publish(codec.encode(event, cause(target, ref, version)));
        });
    if (wasRead && !versions.isEmpty()) {
      DriftFound drift = Drift.found(target.name(), versions, known, look.objects(), look.extent());
      ObjectVersion first = drift.objects().get(0);
      transaction.publish(codec.encode(drift, cause(target, first.object(), first.version())));
    }
    return versions;
  }

  /** Tables that are as they were, but for their size or traffic. */
  private void publishNews(Transaction transaction, Target target, Look look) {
    if (look.news().isEmpty()) {
      return;
    }
    Map<ObjectRef, TableStatistics> statistics =
        look.news().stream()
            .collect(
                Collectors.toMap(CatalogObjects.News::object, CatalogObjects.News::statistics));
    for (CatalogObjects.Anew anew :
        CatalogObjects.measured(transaction.handle(), target.name(), look.news())) {
      CatalogObject object = Objects.requireNonNull(look.objects().get(anew.object()));
      TableStatistics now = Objects.requireNonNull(statistics.get(anew.object()));
      transaction.publish(
          codec.encode(
              new CatalogObjectChanged(
                  target.name(), object, anew.version(), anew.change().orElse(null), now),
              cause(
                  "%s/%s/%d/%s"
                      .formatted(target.name(), object.ref().key(), anew.version(), now))));
    }
  }

  private static Cause cause(Target target, ObjectRef ref, long version) {
    return cause(target.name() + '/' + ref.key() + '/' + version);
  }

  /** The same for whichever process found it. */
  private static Cause cause(String content) {
    return new Cause(
        new EventId(Fingerprint.ofBytes(content.getBytes(StandardCharsets.UTF_8)).value()),
        TraceParent.random());
  }
}
