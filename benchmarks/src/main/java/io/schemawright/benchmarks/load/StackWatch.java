package io.schemawright.benchmarks.load;

import io.schemawright.local.ServiceName;
import io.schemawright.local.Stack;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Looks at a stack twice a second: heap and resident memory of each service, lag of each consumer
 * group, requests in flight. Thread-safe.
 */
public final class StackWatch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 500;

  private final Stack stack;
  private final Traffic traffic;
  private final ConsumerLag lag;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final long begin = System.nanoTime();
  private final List<Look> looks = new ArrayList<>();
  private final AtomicInteger failed = new AtomicInteger();

  private record Look(
      double second,
      int inFlight,
      Map<String, Double> heap,
      Map<String, Double> resident,
      Map<String, Double> lag) {}

  /** Begins to look. */
  public StackWatch(Stack stack, Traffic traffic) {
    this.stack = stack;
    this.traffic = traffic;
    this.lag = new ConsumerLag(stack);
    var unused =
        timer.scheduleWithFixedDelay(this::lookQuietly, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void lookQuietly() {
    try {
      lookOnce();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | RuntimeException notThisTime) {
      failed.incrementAndGet(); // The next look may succeed; lookOnce at the end tells why not.
    }
  }

  /** Looks now. */
  public void lookOnce() throws IOException, InterruptedException, ExecutionException {
    Map<String, Double> heap = new LinkedHashMap<>();
    Map<String, Double> resident = new LinkedHashMap<>();
    for (ServiceName service : ServiceName.values()) {
      heap.put(service.id(), heap(service));
      resident.put(service.id(), (double) ProcessUsage.residentBytes(stack.service(service).pid()));
    }
    Look look =
        new Look(
            (System.nanoTime() - begin) / 1e9, traffic.inFlight(), heap, resident, lag.byGroup());
    synchronized (looks) {
      looks.add(look);
    }
  }

  private double heap(ServiceName service) throws IOException, InterruptedException {
    HttpResponse<String> metrics =
        http.send(
            HttpRequest.newBuilder(stack.http(service).resolve("/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (metrics.statusCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(
          "%s's /metrics answered %d".formatted(service.id(), metrics.statusCode()));
    }
    return metrics
        .body()
        .lines()
        .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The most bytes of heap in use that were seen, by service. */
  public Map<String, Double> highestHeap() {
    return highest(Look::heap);
  }

  /** The most bytes of resident memory that were seen, by service. */
  public Map<String, Double> highestResident() {
    return highest(Look::resident);
  }

  /** The most records that a consumer group was behind. */
  public Map<String, Double> highestLag() {
    return highest(Look::lag);
  }

  private Map<String, Double> highest(Function<Look, Map<String, Double>> part) {
    Map<String, Double> highest = new LinkedHashMap<>();
    synchronized (looks) {
      looks.forEach(
          look -> part.apply(look).forEach((name, value) -> highest.merge(name, value, Math::max)));
    }
    return highest;
  }

  /** How many looks failed: what is highest may be in one of them. */
  public int failed() {
    return failed.get();
  }

  /** All that was seen, in the order of time. */
  public List<Map<String, Object>> rows() {
    synchronized (looks) {
      return looks.stream().map(StackWatch::row).toList();
    }
  }

  private static Map<String, Object> row(Look look) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("second", look.second());
    row.put("inFlight", look.inFlight());
    row.put("heapBytes", look.heap());
    row.put("residentBytes", look.resident());
    row.put("lag", look.lag());
    return row;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("A look at the stack does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lag.close();
  }
}
