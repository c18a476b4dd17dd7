package io.schemawright.notifier.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.auto.service.AutoService;
import io.schemawright.event.Json;
import io.schemawright.notifier.message.Message;
import io.schemawright.service.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts messages to one address as the Standard Webhooks specification says.
 *
 * <p>The receiver's name is resolved once for each try, and the connection goes to the very address
 * that was found to be public, while TLS and {@code Host} keep the name: a name that changes its
 * address in between (DNS rebinding) leads nowhere. Redirects are not followed, the answer's body
 * is not read. An answer of 410 means that the receiver wants no more, until the service starts
 * again.
 */
public final class WebhookChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookChannel.class);
  private static final String NAME = "webhook";
  private static final Duration LONGEST_PAUSE = Duration.ofHours(24);

  static {
    // Read once, when the first client is made: lets the connection go to an address, not a name.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private final WebhookSettings settings;
  private final Resolver resolver;
  private final Clock clock;
  private final HttpClient client;
  private volatile boolean gone;

  /** Registers this channel. */
  @AutoService(Channel.Kind.class)
  public static final class Kind implements Channel.Kind {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Optional<Channel> open(Settings settings) {
      return WebhookSettings.from(settings).map(WebhookChannel::open);
    }
  }

  /** What the names of hosts stand for. */
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** The body. */
  private record Body(String type, Instant timestamp, Message data) {}

  private static WebhookChannel open(WebhookSettings settings) {
    try {
      return new WebhookChannel(
          settings, InetAddress::getAllByName, Clock.systemUTC(), SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  WebhookChannel(WebhookSettings settings, Resolver resolver, Clock clock, SSLContext tls) {
    this.settings = settings;
    this.resolver = resolver;
    this.clock = clock;
    SSLParameters name = tls.getDefaultSSLParameters();
    if (isName(settings.host())) {
      // The certificate is checked against this name, not against the address in the request.
      name.setServerNames(List.of(new SNIHostName(settings.host())));
    }
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(settings.timeout())
            .sslContext(tls)
            .sslParameters(name)
            .build();
  }

  private static boolean isName(String host) {
    return host.indexOf(':') < 0 && !Character.isDigit(host.charAt(host.length() - 1));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int couriers() {
    return 3;
  }

  @Override
  public int attempts() {
    return settings.attempts();
  }

  @Override
  public Reply deliver(Message message) {
    if (gone) {
      return new Reply.Never(
          "the receiver answered 410: it wants no more; give it another address or restart");
    }
    Optional<InetAddress> address;
    try {
      address = vetted();
    } catch (UnknownHostException e) {
      return new Reply.NotNow("the receiver's host name is unknown", Optional.empty());
    }
    if (address.isEmpty()) {
      return new Reply.NotNow(
          "the receiver is in a private network; if it is yours, set"
              + " SCHEMAWRIGHT_WEBHOOK_ALLOW_PRIVATE=true",
          Optional.empty());
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request(message, address.get()), HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      return reply(response);
    } catch (IOException e) {
      return new Reply.NotNow("no answer: " + e.getClass().getSimpleName(), Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while the receiver was awaited");
    }
  }

  /** The address to connect to; none if any of the name's addresses is not public. */
  private Optional<InetAddress> vetted() throws UnknownHostException {
    InetAddress[] addresses = resolver.addresses(settings.host());
    for (InetAddress address : addresses) {
      if (!settings.allowPrivate() && !PublicAddresses.contain(address)) {
        return Optional.empty();
      }
    }
    return Optional.of(addresses[0]);
  }

  private HttpRequest request(Message message, InetAddress address) {
    byte[] body = body(message);
    long now = clock.instant().getEpochSecond();
    URI url = settings.url();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return HttpRequest.newBuilder(at(address, port))
        .timeout(settings.timeout())
        .header("Host", url.getHost() + port)
        .header("Content-Type", "application/json")
        .header("User-Agent", "Schemawright")
        .header("webhook-id", message.id())
        .header("webhook-timestamp", Long.toString(now))
        .header("webhook-signature", settings.signature().of(message.id(), now, body))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private URI at(InetAddress address, String port) {
    URI url = settings.url();
    String literal = address.getHostAddress();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return URI.create(
        "%s://%s%s%s%s"
            .formatted(
                url.getScheme(),
                address instanceof Inet6Address ? "[" + literal + "]" : literal,
                port,
                path,
                url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
  }

  private static byte[] body(Message message) {
    try {
      return Json.mapper()
          .writeValueAsBytes(new Body("schemawright.notification", message.time(), message));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a message has no JSON", e);
    }
  }

  private Reply reply(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Reply.Taken();
    }
    if (status == 410) {
      gone = true;
      LOG.atError()
          .addKeyValue("channel", NAME)
          .log("the webhook's receiver wants no more (410): messages are parked");
      return new Reply.Never("the receiver answered 410: it wants no more");
    }
    return new Reply.NotNow(
        "the receiver answered " + status,
        response.headers().firstValue("Retry-After").flatMap(this::pause));
  }

  /** Seconds, or a date; what is neither is not heeded. */
  private Optional<Duration> pause(String retryAfter) {
    try {
      Duration pause =
          retryAfter.chars().allMatch(Character::isDigit)
              ? Duration.ofSeconds(Long.parseLong(retryAfter))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME));
      return Optional.of(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE)
          .filter(wait -> !wait.isNegative());
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
