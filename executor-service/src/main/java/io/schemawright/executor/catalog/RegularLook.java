package io.schemawright.executor.catalog;

import io.schemawright.executor.target.Target;
import io.schemawright.executor.target.Targets;
import io.schemawright.executor.trash.Purges;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at each target at once and then regularly, more often while it is away, and as soon as it
 * gives word that it was altered; asks for the purges that are due there. A thread for each target,
 * so that none waits for another.
 */
public final class RegularLook implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(RegularLook.class);
  private static final Duration WHILE_AWAY = Duration.ofSeconds(2);

  /**
   * For each second of a look, however long that makes the pause: what looks cost a target and us
   * does not grow with its objects, nor where it is altered all the time.
   */
  private static final int REST_PER_LOOK = 9;

  private final CatalogWatch watch;
  private final Purges purges;
  private final Duration interval;
  private final List<DdlNotifications> notifications = new ArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "catalog-watch");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<String> notSeenYet = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  private RegularLook(CatalogWatch watch, Purges purges, Duration interval) {
    this.watch = watch;
    this.purges = purges;
    this.interval = interval;
  }

  /** Begins to look. */
  public static RegularLook start(
      CatalogWatch watch, Purges purges, Targets targets, Duration interval) {
    RegularLook regular = new RegularLook(watch, purges, interval);
    for (Target target : targets.all()) {
      DdlNotifications word = new DdlNotifications(target);
      regular.notifications.add(word);
      regular.notSeenYet.add(target.name());
      regular.threads.execute(() -> regular.lookAgainAndAgain(target, word));
    }
    return regular;
  }

  private void lookAgainAndAgain(Target target, DdlNotifications word) {
    try {
      boolean altered = true;
      while (!closing) {
        long begin = System.nanoTime();
        boolean read = look(target, altered);
        if (read) {
          Duration rest = Duration.ofNanos((System.nanoTime() - begin) * REST_PER_LOOK);
          TimeUnit.MILLISECONDS.sleep(rest.toMillis());
          altered = word.await(interval.minus(rest));
        } else {
          TimeUnit.MILLISECONDS.sleep(Math.min(interval.toMillis(), WHILE_AWAY.toMillis()));
        }
      }
    } catch (InterruptedException e) {
      LOG.atDebug().addKeyValue("target", target.name()).log("closing, no further look");
    }
  }

  /** Returns whether it could be read. */
  private boolean look(Target target, boolean altered) {
    try {
      boolean read = altered ? watch.look(target) : watch.glance(target);
      notSeenYet.remove(target.name());
      purges.ask(target);
      return read;
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("target", target.name())
          .log("a look at a target failed, will look again");
      return false;
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
    closing = true;
    threads.shutdownNow();
    notifications.forEach(DdlNotifications::close);
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("a look at a target did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
