package io.schemawright.executor.catalog;

import io.schemawright.executor.target.Target;
import io.schemawright.executor.target.Targets;
import io.schemawright.executor.trash.Purges;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at each target at once and then regularly, more often while it is away, and asks for the
 * purges that are due there. A thread for each target, so that none waits for another.
 */
public final class RegularLook implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(RegularLook.class);
  private static final Duration WHILE_AWAY = Duration.ofSeconds(2);

  private final CatalogWatch watch;
  private final Purges purges;
  private final Duration interval;
  private final ScheduledExecutorService threads;
  private final Set<String> notSeenYet = ConcurrentHashMap.newKeySet();

  private RegularLook(CatalogWatch watch, Purges purges, Duration interval, int targets) {
    this.watch = watch;
    this.purges = purges;
    this.interval = interval;
    this.threads =
        Executors.newScheduledThreadPool(
            Math.max(1, targets),
            task -> {
              Thread thread = new Thread(task, "catalog-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to look. */
  public static RegularLook start(
      CatalogWatch watch, Purges purges, Targets targets, Duration interval) {
    RegularLook regular = new RegularLook(watch, purges, interval, targets.all().size());
    for (Target target : targets.all()) {
      regular.notSeenYet.add(target.name());
      regular.threads.execute(() -> regular.lookAndComeBack(target));
    }
    return regular;
  }

  private void lookAndComeBack(Target target) {
    boolean read = false;
    try {
      read = watch.look(target);
      notSeenYet.remove(target.name());
      purges.ask(target);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("target", target.name())
          .log("a look at a target failed, will look again");
    }
    Duration pause = read || interval.compareTo(WHILE_AWAY) < 0 ? interval : WHILE_AWAY;
    try {
      var unused =
          threads.schedule(() -> lookAndComeBack(target), pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.atDebug().addKeyValue("target", target.name()).log("closing, no further look");
    }
  }

  @Override
  public String name() {
    return "catalog-watch";
  }

  @Override
  public Health check() {
    return notSeenYet.isEmpty()
        ? Health.ok()
        : Health.notReady("has not looked at " + String.join(", ", notSeenYet) + " yet");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("a look at a target did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
