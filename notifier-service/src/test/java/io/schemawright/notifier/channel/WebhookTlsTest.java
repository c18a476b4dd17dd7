package io.schemawright.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.notifier.message.Messages;
import io.schemawright.service.Settings;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection goes to an address, and the certificate is still held against the name. */
class WebhookTlsTest {
  private static final String PASSWORD = "for-this-test";

  @SuppressWarnings("NullAway.Init")
  private static SSLContext tls;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) throws Exception {
    Path store = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                "hooks",
                "-keyalg",
                "EC",
                "-dname",
                "CN=hooks.invalid",
                "-ext",
                "SAN=dns:hooks.invalid")
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory identity =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    identity.init(keys, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("hooks", keys.getCertificate("hooks"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    tls = SSLContext.getInstance("TLS");
    tls.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
  }

  @Test
  void deliver_toTheNameInTheCertificate_isTaken() throws Exception {
    try (Receiver receiver = Receiver.startTls(tls)) {
      Reply reply = channel("hooks.invalid", receiver).deliver(Messages.any());

      assertThat(reply).isEqualTo(new Reply.Taken());
      assertThat(receiver.deliveries().get(0).host()).isEqualTo("hooks.invalid:" + receiver.port());
    }
  }

  @Test
  void deliver_toAnotherName_isRefusedBeforeAnythingIsSent() throws Exception {
    try (Receiver receiver = Receiver.startTls(tls)) {
      Reply reply = channel("other.invalid", receiver).deliver(Messages.any());

      assertThat(reply.toString()).contains("SSLHandshakeException");
      assertThat(receiver.deliveries()).isEmpty();
    }
  }

  @Test
  void deliver_toAReceiverNobodyVouchesFor_isRefused() throws Exception {
    try (Receiver receiver = Receiver.startTls(tls)) {
      WebhookChannel channel =
          new WebhookChannel(
              settings("hooks.invalid", receiver),
              host -> InetAddress.getAllByName("127.0.0.1"),
              Clock.systemUTC(),
              SSLContext.getDefault());

      assertThat(channel.deliver(Messages.any()).toString()).contains("SSLHandshakeException");
    }
  }

  private static WebhookChannel channel(String host, Receiver receiver) {
    return new WebhookChannel(
        settings(host, receiver),
        name -> InetAddress.getAllByName("127.0.0.1"),
        Clock.systemUTC(),
        tls);
  }

  private static WebhookSettings settings(String host, Receiver receiver) {
    String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    return WebhookSettings.from(
            Settings.from(
                Map.of(
                    "SCHEMAWRIGHT_WEBHOOK_URL",
                    "https://" + host + ":" + receiver.port() + "/",
                    "SCHEMAWRIGHT_WEBHOOK_SECRET",
                    secret,
                    "SCHEMAWRIGHT_WEBHOOK_ALLOW_PRIVATE",
                    "true")))
        .orElseThrow();
  }
}
