package io.schemawright.benchmarks.load;

import io.schemawright.benchmarks.result.Samples;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How fast the machine is at the moment: the processor time of something that never changes, in the
 * cache and beside it. Where this has grown, so has everything else. It does not count when the
 * machine did not get its processors at all: that is {@link StolenTime}.
 */
public final class Yardstick {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int NUMBERS = 500_000;
  private static final int TIMES = 7;
  private static final long SEED = 20_261_122;
  private static final int WARM_UP = 20;
  private static final int SECONDS_BETWEEN = 3;

  static {
    for (int i = 0; i < WARM_UP; i++) {
      sortOnce();
    }
  }

  private Yardstick() {}

  /**
   * Milliseconds to sort half a million numbers; the median of some times, a fraction of a second
   * in all.
   */
  public static double millis() {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      millis.add(sortOnce());
    }
    return Samples.of(millis).median();
  }

  /**
   * What some work came to, and how fast the machine was meanwhile.
   *
   * @param millis as {@link Yardstick#millis}
   */
  public record During<T>(T result, double millis) {}

  /**
   * Measures while something runs that takes seconds at least: a machine that is fast for a moment
   * may be slow under load. Done every few seconds, which takes some hundredth of one core.
   *
   * @throws Exception what the work throws
   */
  public static <T> During<T> during(Callable<T> work) throws Exception {
    Queue<Double> millis = new ConcurrentLinkedQueue<>();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "yardstick"));
    T result;
    try {
      var unused =
          timer.scheduleAtFixedRate(
              () -> millis.add(sortOnce()), 0, SECONDS_BETWEEN, TimeUnit.SECONDS);
      result = work.call();
    } finally {
      timer.shutdown();
    }
    if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("half a million numbers are not sorted after a minute");
    }
    if (millis.isEmpty()) { // The work was over before the first had begun.
      millis.add(sortOnce());
    }
    return new During<>(result, Samples.of(List.copyOf(millis)).median());
  }

  private static double sortOnce() {
    long[] numbers = new SplittableRandom(SEED).longs(NUMBERS).toArray();
    long begin = THREADS.getCurrentThreadCpuTime();
    Arrays.sort(numbers);
    return (THREADS.getCurrentThreadCpuTime() - begin) / 1e6;
  }
}
