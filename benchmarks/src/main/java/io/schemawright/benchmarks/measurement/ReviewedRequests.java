package io.schemawright.benchmarks.measurement;

import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Settled;
import io.schemawright.local.ServiceName;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests one after the other, to which a person says yes at once where one has to. */
final class ReviewedRequests {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 20;
  private static final int MOST_REVIEWS = 5;
  private static final int PASSED_ON = 202;

  private final Workbench workbench;
  private final String target;
  private final HttpClient http = HttpClient.newHttpClient();
  private String last = "";

  /** For that target. */
  ReviewedRequests(Workbench workbench, String target) {
    this.workbench = workbench;
    this.target = target;
  }

  /**
   * Sends a request and waits until its changes are made.
   *
   * @param changes as JSON; {@code %s} stands for the id of the request before
   */
  void complete(String changes) throws Exception {
    String id = "reviewed-" + workbench.nextNumber();
    Semaphore waiting = new Semaphore(0);
    CompletableFuture<Settled> end =
        workbench
            .traffic()
            .publish(
                id,
                ChangeRequests.of(target, changes.replace("\"%s\"", '"' + last + '"')),
                waiting::release);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int reviews = 0;
    while (!end.isDone() && System.nanoTime() < deadline && reviews < MOST_REVIEWS) {
      // A plan that was made anew meanwhile waits anew. Intake may not know of it yet.
      if (waiting.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (approve(id)) {
          reviews++;
        } else {
          TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
          waiting.release();
        }
      }
    }
    if (!end.isDone()) {
      throw new TimeoutException(
          "%s is not done after %d reviews: %s".formatted(id, reviews, changes));
    }
    end.get().requireCompleted();
    last = id;
  }

  /** Whether intake takes it. */
  private boolean approve(String id) throws Exception {
    HttpRequest review =
        HttpRequest.newBuilder(
                workbench.stack().http(ServiceName.INTAKE).resolve("/api/schema-requests/" + id))
            .method(
                "PATCH",
                HttpRequest.BodyPublishers.ofString(
                    "{\"status\": \"approved\", \"performedBy\": \"lead\"}"))
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .build();
    return http.send(review, HttpResponse.BodyHandlers.discarding()).statusCode() == PASSED_ON;
  }
}
