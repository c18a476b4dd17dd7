package io.schemawright.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Somebody for notifier to deliver to: remembers each delivery and answers 204.
 *
 * <p>Thread-safe.
 */
public final class WebhookReceiver implements AutoCloseable {
  private static final int LARGEST_BODY = 1024 * 1024;

  private final HttpServer server;
  private final String secret;
  private final List<Delivery> deliveries = new ArrayList<>();

  private WebhookReceiver(HttpServer server, String secret) {
    this.server = server;
    this.secret = secret;
  }

  /**
   * One call.
   *
   * @param headers by their names in lower case, the first value of each
   */
  public record Delivery(Map<String, String> headers, String body) {}

  /** Listens on 127.0.0.1; throws {@link CannotStart} when the port is taken. */
  static WebhookReceiver start(int port, String secret) {
    try {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
      WebhookReceiver receiver = new WebhookReceiver(server, secret);
      server.createContext("/webhook", receiver::receive);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new CannotStart("The webhook receiver cannot listen on port " + port, e);
    }
  }

  /** Where to deliver to. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhook");
  }

  /** What deliveries are signed with, in the notation of Standard Webhooks. */
  public String secret() {
    return secret;
  }

  /** What has come so far, oldest first. */
  public synchronized List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      synchronized (this) {
        deliveries.add(new Delivery(headers, new String(body, StandardCharsets.UTF_8)));
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
