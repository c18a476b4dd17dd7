package io.schemawright.benchmarks.load;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * What became of a request, as an outsider sees it.
 *
 * @param how completed, refused, waiting for a person, or something else
 * @param because in words
 * @param publishedNanos when it was, or should have been, published
 * @param settledNanos when the event that says so was there
 * @param stageMillis as the notification tells; empty for others
 */
public record Settled(
    String requestId,
    How how,
    String because,
    long publishedNanos,
    long settledNanos,
    Map<String, Long> stageMillis) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What a request may come to. */
  public enum How {
    COMPLETED,
    /** By intake, because it is not a valid request. */
    INVALID,
    /** By policy, because of its rules. */
    REFUSED,
    WAITING,
    OTHERWISE
  }

  /** From publish to word. */
  public double millis() {
    return (settledNanos - publishedNanos) / 1e6;
  }

  /**
   * Within one stage, as the notifications tell: one whose end was not seen in time is part of the
   * next, and left out here.
   */
  public static List<Double> millis(Collection<Settled> settled, String stage) {
    return settled.stream()
        .flatMap(each -> Stream.ofNullable(each.stageMillis.get(stage)))
        .map(Long::doubleValue)
        .toList();
  }

  /** Refuses anything but a completed change: a figure about others would be about nothing. */
  public Settled requireCompleted() {
    return require(How.COMPLETED);
  }

  /** Refuses any other outcome. */
  public Settled require(How expected) {
    if (how != expected) {
      throw new IllegalStateException(
          "Request %s should be %s and is %s: %s".formatted(requestId, expected, how, because));
    }
    return this;
  }

  /**
   * Waits until all are settled; when none is for some minutes, something is wrong.
   *
   * @throws TimeoutException naming how many are not
   */
  public static List<Settled> await(List<CompletableFuture<Settled>> requests)
      throws InterruptedException, TimeoutException {
    return await(requests, PATIENCE);
  }

  static List<Settled> await(List<CompletableFuture<Settled>> requests, Duration patience)
      throws InterruptedException, TimeoutException {
    long missing = requests.size();
    for (CompletableFuture<Settled> request : requests) {
      while (!isSettled(request, patience)) {
        long before = missing;
        missing = requests.stream().filter(each -> !each.isDone()).count();
        if (missing == before) {
          throw new TimeoutException(
              "%d of %d requests are not settled".formatted(missing, requests.size()));
        }
      }
    }
    return requests.stream().map(CompletableFuture::join).toList();
  }

  private static boolean isSettled(CompletableFuture<Settled> request, Duration patience)
      throws InterruptedException {
    try {
      request.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A request got lost", e.getCause());
    }
  }
}
