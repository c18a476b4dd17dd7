package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.schemawright.event.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Shows how an installation is: {@code /status} for people, a page that renews itself and needs
 * nothing from elsewhere, and {@code /status.json} for programs. Thread-safe.
 */
final class StatusPage implements AutoCloseable {
  private static final int SECONDS_TO_NEXT = 2;
  private static final String BEGINNING =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="refresh" content="%d">
      <title>Schemawright: %s</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
      table { border-collapse: collapse; width: 100%%; }
      th { text-align: left; padding-top: 1.2em; }
      td { border-top: 1px solid #ccc; padding: .25em .5em; vertical-align: top; }
      .well { color: #17722f; } .ill { color: #b3141c; font-weight: bold; }
      </style>
      </head>
      <body>
      <h1>Schemawright: <span class="%s">%s</span></h1>
      <table>
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Supplier<StatusReport> report;

  private StatusPage(HttpServer server, Supplier<StatusReport> report) {
    this.server = server;
    this.report = report;
  }

  /** Listens on 127.0.0.1; throws {@link CannotStart} when the port is taken. */
  static StatusPage start(int port, Supplier<StatusReport> report) {
    try {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
      StatusPage page = new StatusPage(server, report);
      server.createContext("/", page::answer);
      server.setExecutor(page.threads);
      server.start();
      return page;
    } catch (IOException e) {
      throw new CannotStart("The status page cannot listen on port " + port, e);
    }
  }

  /** Where the page is. */
  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/status");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/", "/status" -> send(exchange, 200, "text/html", html(report.get()));
        case "/status.json" -> send(exchange, 200, "application/json", json(report.get()));
        default -> send(exchange, 404, "text/plain", "There are /status and /status.json.\n");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange
        .getResponseHeaders()
        .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  static String html(StatusReport report) {
    String word = report.well() ? "all is well" : "something needs a look";
    StringBuilder page =
        new StringBuilder(
            BEGINNING.formatted(SECONDS_TO_NEXT, word, report.well() ? "well" : "ill", word));
    String group = "";
    for (StatusReport.Entry entry : report.entries()) {
      if (!entry.group().equals(group)) {
        group = entry.group();
        page.append("<tr><th colspan=\"3\">").append(escaped(group)).append("</th></tr>\n");
      }
      page.append("<tr><td>")
          .append(escaped(entry.name()))
          .append("</td><td>")
          .append(
              entry.well() ? "<span class=\"well\">well</span>" : "<span class=\"ill\">look</span>")
          .append("</td><td>")
          .append(escaped(entry.detail()))
          .append("</td></tr>\n");
    }
    return page.append("</table>\n<p>As of ")
        .append(escaped(report.at().truncatedTo(ChronoUnit.SECONDS).toString()))
        .append(", and again every ")
        .append(SECONDS_TO_NEXT)
        .append(" seconds. <a href=\"/status.json\">As JSON</a></p>\n</body>\n</html>\n")
        .toString();
  }

  private static String json(StatusReport report) throws JsonProcessingException {
    return Json.mapper()
        .writeValueAsString(
            Map.of("well", report.well(), "at", report.at(), "entries", report.entries()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
