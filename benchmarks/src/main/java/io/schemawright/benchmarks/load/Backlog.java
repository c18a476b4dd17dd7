package io.schemawright.benchmarks.load;

import io.schemawright.benchmarks.load.Settled.How;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Requests that were published without a pause, and what became of them.
 *
 * @param settled in the order in which they were published
 * @param seconds from the first publish until the last had its word
 */
public record Backlog(List<Settled> settled, double seconds) {
  /** Keeps a copy. */
  public Backlog {
    settled = List.copyOf(settled);
  }

  /**
   * Publishes so many, and waits until all are settled.
   *
   * @param publishing publishes the one with that number, from zero
   * @throws TimeoutException when none is settled for some minutes
   */
  public static Backlog of(int requests, IntFunction<CompletableFuture<Settled>> publishing)
      throws InterruptedException, TimeoutException {
    List<CompletableFuture<Settled>> sent = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      sent.add(publishing.apply(i));
    }
    List<Settled> settled = Settled.await(sent);
    long end = settled.stream().mapToLong(Settled::settledNanos).max().orElse(begin);
    return new Backlog(settled, (end - begin) / 1e9);
  }

  /** Refuses any outcome but this. */
  public Backlog require(How how) {
    return require(number -> how);
  }

  /** Refuses any outcome but the one that each should have. */
  public Backlog require(IntFunction<How> expected) {
    for (int i = 0; i < settled.size(); i++) {
      settled.get(i).require(expected.apply(i));
    }
    return this;
  }

  /** How many of them had their word in a second. */
  public double perSecond() {
    return settled.size() / seconds;
  }
}
