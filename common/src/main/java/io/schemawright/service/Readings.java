package io.schemawright.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What only somebody else knows, such as a database: asked for regularly on a thread of its own, so
 * that a health check or a scrape of the metrics takes the latest answer and never waits.
 * Thread-safe.
 *
 * @param <T> an answer; immutable
 */
public final class Readings<T> implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(Readings.class);

  private final String name;
  private final Supplier<T> question;
  private final ScheduledExecutorService thread;
  private volatile @Nullable Answer<T> latest;
  private volatile Health health = new Health(true, "not asked yet");

  private record Answer<T>(T content, long nanos) {}

  private Readings(String name, Supplier<T> question) {
    this.name = name;
    this.question = question;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, name);
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /**
   * Asks at once and from then on again {@code pause} after each answer.
   *
   * @param question may throw: until it answers again there is no latest answer
   */
  public static <T> Readings<T> start(String name, Duration pause, Supplier<T> question) {
    Readings<T> readings = new Readings<>(name, question);
    var unused =
        readings.thread.scheduleWithFixedDelay(
            readings::ask, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return readings;
  }

  private void ask() {
    try {
      latest = new Answer<>(question.get(), System.nanoTime());
      health = Health.ok();
    } catch (RuntimeException e) {
      latest = null;
      // An unknown number keeps nobody from working.
      health = new Health(true, "cannot be read now, its metrics have no value");
      LOG.atDebug().setCause(e).addKeyValue("part", name).log("a reading failed, will ask again");
    }
  }

  /** The latest answer; empty before the first and while the question fails. */
  public Optional<T> latest() {
    return Optional.ofNullable(latest).map(Answer::content);
  }

  /** How long ago the latest answer was given; empty where there is none. */
  public Optional<Duration> age() {
    return Optional.ofNullable(latest)
        .map(answer -> Duration.ofNanos(System.nanoTime() - answer.nanos()));
  }

  /**
   * A number from the latest answer; NaN, for which Prometheus has no alert, where there is none.
   */
  public double number(ToDoubleFunction<T> part) {
    return latest().map(answer -> part.applyAsDouble(answer)).orElse(Double.NaN);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Health check() {
    return health;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
