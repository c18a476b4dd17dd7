package io.schemawright.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A real HTTP server on this machine that answers as it is told and keeps what came. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

  /** What came. */
  public record Delivery(String path, Map<String, String> headers, String body, String host) {
    /** The header {@code webhook-id}. */
    public String id() {
      return Objects.requireNonNull(headers.get("webhook-id"));
    }
  }

  private record Answer(int status, Map<String, String> headers, boolean hang) {}

  private Receiver(HttpServer server) {
    this.server = server;
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  /** A receiver on a free port that answers 204 unless told otherwise. */
  public static Receiver start() {
    try {
      return new Receiver(HttpServer.create(anyPort(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Receiver startTls(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new Receiver(server);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** The next answer that has not been given yet. */
  public Receiver willAnswer(int status, Map<String, String> headers) {
    answers.add(new Answer(status, headers, false));
    return this;
  }

  /** The next one that comes gets no answer at all. */
  public Receiver willHang() {
    answers.add(new Answer(0, Map.of(), true));
    return this;
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Its address. */
  public String url() {
    return "http://127.0.0.1:" + port() + "/hook";
  }

  /** All that came, whatever was answered. */
  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      deliveries.add(
          new Delivery(
              exchange.getRequestURI().toString(),
              Map.of(
                  "webhook-id", header(exchange, "webhook-id"),
                  "webhook-timestamp", header(exchange, "webhook-timestamp"),
                  "webhook-signature", header(exchange, "webhook-signature"),
                  "content-type", header(exchange, "content-type")),
              body,
              header(exchange, "host")));
      @Nullable Answer answer = answers.poll();
      if (answer == null) {
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      if (answer.hang()) {
        while (!threads.isShutdown()) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), -1);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
