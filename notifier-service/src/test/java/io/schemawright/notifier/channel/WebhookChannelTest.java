package io.schemawright.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.event.Json;
import io.schemawright.notifier.message.Message;
import io.schemawright.notifier.message.Messages;
import io.schemawright.service.InvalidSettings;
import io.schemawright.service.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookChannelTest implements ChannelContract {
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final Receiver receiver = Receiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Override
  public Channel channel() {
    return channel(Map.of());
  }

  @Override
  public List<String> received() {
    return receiver.deliveries().stream().map(Receiver.Delivery::id).toList();
  }

  @Test
  void deliver_postsASignedMessage() throws Exception {
    Message message = Messages.any();

    channel().deliver(message);

    Receiver.Delivery delivery = receiver.deliveries().get(0);
    assertThat(delivery.path()).isEqualTo("/hook");
    assertThat(delivery.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("webhook-id", message.id())
        .containsEntry("webhook-timestamp", Long.toString(NOW.getEpochSecond()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    String signed = message.id() + "." + NOW.getEpochSecond() + "." + delivery.body();
    assertThat(delivery.headers().get("webhook-signature"))
        .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
    JsonNode body = Json.mapper().readTree(delivery.body());
    assertThat(body.path("type").asText()).isEqualTo("schemawright.notification");
    assertThat(Json.mapper().treeToValue(body.path("data"), Message.class)).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void deliver_whenTheReceiverTakesIt_isTaken(int status) {
    receiver.willAnswer(status, Map.of());

    assertThat(channel().deliver(Messages.any())).isEqualTo(new Reply.Taken());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 500, 503})
  void deliver_whenTheReceiverDoesNot_isForLater(int status) {
    receiver.willAnswer(status, Map.of());

    assertThat(channel().deliver(Messages.any()))
        .isEqualTo(new Reply.NotNow("the receiver answered " + status, Optional.empty()));
  }

  @Test
  void deliver_doesNotFollowARedirect() {
    receiver.willAnswer(302, Map.of("Location", receiver.url() + "/elsewhere"));

    assertThat(channel().deliver(Messages.any())).isInstanceOf(Reply.NotNow.class);
    assertThat(receiver.deliveries()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "30, PT30S",
    "999999999, PT24H",
    "'Sat, 21 Nov 2026 12:01:00 GMT', PT1M",
    "'Sat, 21 Nov 2026 11:00:00 GMT',",
    "soon,",
    "99999999999999999999,"
  })
  void deliver_heedsRetryAfter(String header, Duration pause) {
    receiver.willAnswer(429, Map.of("Retry-After", header));

    assertThat(channel().deliver(Messages.any()))
        .isEqualTo(new Reply.NotNow("the receiver answered 429", Optional.ofNullable(pause)));
  }

  @Test
  void deliver_afterA410_sendsNothingMore() {
    receiver.willAnswer(410, Map.of());
    Channel channel = channel();

    assertThat(channel.deliver(Messages.any())).isInstanceOf(Reply.Never.class);
    assertThat(channel.deliver(Messages.any())).isInstanceOf(Reply.Never.class);
    assertThat(receiver.deliveries()).hasSize(1);
  }

  @Test
  void deliver_whenTheReceiverHangs_givesUpInTime() {
    receiver.willHang();

    // On a busy machine even the connection may take that long.
    assertThat(channel(Map.of("SCHEMAWRIGHT_WEBHOOK_TIMEOUT", "PT0.2S")).deliver(Messages.any()))
        .isInstanceOfSatisfying(
            Reply.NotNow.class,
            reply -> {
              assertThat(reply.why()).matches("no answer: Http(Connect)?TimeoutException");
              assertThat(reply.after()).isEmpty();
            });
  }

  @Test
  void deliver_whenNobodyListens_isForLater() throws Exception {
    // Bound, so that nobody else gets the port, and not listening.
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String url = "http://127.0.0.1:" + bound.getLocalPort() + "/";

      assertThat(channel(Map.of("SCHEMAWRIGHT_WEBHOOK_URL", url)).deliver(Messages.any()))
          .isEqualTo(new Reply.NotNow("no answer: ConnectException", Optional.empty()));
    }
  }

  @Test
  void deliver_toAPrivateAddress_isRefusedBeforeAnyConnection() {
    Channel channel = privateRefused(host -> InetAddress.getAllByName("127.0.0.1"));

    Reply reply = channel.deliver(Messages.any());

    assertThat(reply).isInstanceOf(Reply.NotNow.class);
    assertThat(reply.toString()).contains("private network", "WEBHOOK_ALLOW_PRIVATE");
    assertThat(receiver.deliveries()).isEmpty();
  }

  @Test
  void deliver_toANameWithOnePrivateAddressAmongPublicOnes_isRefused() {
    Channel channel =
        privateRefused(
            host ->
                new InetAddress[] {
                  InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")
                });

    assertThat(channel.deliver(Messages.any()).toString()).contains("private network");
  }

  @Test
  void deliver_resolvesOnceAndConnectsToWhatItFound() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    WebhookChannel channel =
        new WebhookChannel(
            webhook(
                Map.of(
                    "SCHEMAWRIGHT_WEBHOOK_URL",
                    "http://hooks.invalid:" + receiver.port() + "/a%20b?c=d")),
            host -> {
              assertThat(host).isEqualTo("hooks.invalid");
              lookups.incrementAndGet();
              return InetAddress.getAllByName("127.0.0.1");
            },
            Clock.fixed(NOW, ZoneOffset.UTC),
            SSLContext.getDefault());

    assertThat(channel.deliver(Messages.any())).isEqualTo(new Reply.Taken());

    assertThat(lookups).hasValue(1);
    assertThat(receiver.deliveries().get(0).host()).isEqualTo("hooks.invalid:" + receiver.port());
    assertThat(receiver.deliveries().get(0).path()).isEqualTo("/a%20b?c=d");
  }

  @Test
  void open_withoutAnAddress_isNoChannel() {
    Settings settings = Settings.from(Map.of());

    assertThat(new WebhookChannel.Kind().open(settings)).isEmpty();
    settings.complete();
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com/hook, WEBHOOK_URL is wrong: expected https",
    "ftp://example.com/hook, WEBHOOK_URL is wrong: expected https",
    "https://user:word@example.com/, WEBHOOK_URL is wrong: expected a host name",
    "https:///hook, WEBHOOK_URL is wrong",
    "https://example.com/ hook, WEBHOOK_URL is wrong"
  })
  void open_withAWrongAddress_saysSo(String url, String problem) {
    Settings settings =
        Settings.from(
            Map.of("SCHEMAWRIGHT_WEBHOOK_URL", url, "SCHEMAWRIGHT_WEBHOOK_SECRET", SECRET));

    new WebhookChannel.Kind().open(settings);

    assertThatThrownBy(settings::complete)
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("word@");
  }

  @Test
  void open_withoutASecret_saysSo() {
    Settings settings =
        Settings.from(Map.of("SCHEMAWRIGHT_WEBHOOK_URL", "https://example.com/hook"));

    new WebhookChannel.Kind().open(settings);

    assertThatThrownBy(settings::complete).hasMessageContaining("WEBHOOK_SECRET is missing");
  }

  private Channel privateRefused(WebhookChannel.Resolver resolver) {
    try {
      return new WebhookChannel(
          webhook(
              Map.of(
                  "SCHEMAWRIGHT_WEBHOOK_URL",
                  "https://hooks.invalid:" + receiver.port() + "/",
                  "SCHEMAWRIGHT_WEBHOOK_ALLOW_PRIVATE",
                  "false")),
          resolver,
          Clock.systemUTC(),
          SSLContext.getDefault());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Channel channel(Map<String, String> changed) {
    try {
      return new WebhookChannel(
          webhook(changed),
          InetAddress::getAllByName,
          Clock.fixed(NOW, ZoneOffset.UTC),
          SSLContext.getDefault());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private WebhookSettings webhook(Map<String, String> changed) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "SCHEMAWRIGHT_WEBHOOK_URL",
                receiver.url(),
                "SCHEMAWRIGHT_WEBHOOK_SECRET",
                SECRET,
                "SCHEMAWRIGHT_WEBHOOK_ALLOW_PRIVATE",
                "true"));
    environment.putAll(changed);
    Settings settings = Settings.from(environment);
    WebhookSettings read = WebhookSettings.from(settings).orElseThrow();
    settings.complete();
    return read;
  }
}
