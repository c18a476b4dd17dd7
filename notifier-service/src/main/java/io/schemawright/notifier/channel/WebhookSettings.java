package io.schemawright.notifier.channel;

import io.schemawright.service.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the webhook goes.
 *
 * @param url https, or http too where private receivers are allowed
 * @param signature made from the secrets
 * @param allowPrivate whether the receiver may be in a private network
 * @param attempts how often a message is tried before it is parked
 * @param timeout how long one try may take
 */
record WebhookSettings(
    URI url, WebhookSignature signature, boolean allowPrivate, int attempts, Duration timeout) {

  /**
   * Reads {@code WEBHOOK_URL}, without which there is no webhook, {@code WEBHOOK_SECRET}, {@code
   * WEBHOOK_ALLOW_PRIVATE}, {@code WEBHOOK_ATTEMPTS}, {@code WEBHOOK_TIMEOUT}.
   */
  static Optional<WebhookSettings> from(Settings settings) {
    Optional<String> url = settings.optional("WEBHOOK_URL");
    List<String> secrets = settings.list("WEBHOOK_SECRET");
    boolean allowPrivate = settings.flag("WEBHOOK_ALLOW_PRIVATE", false);
    int attempts = settings.number("WEBHOOK_ATTEMPTS", 36, 1, 1_000);
    Duration timeout = settings.duration("WEBHOOK_TIMEOUT", Duration.ofSeconds(15));
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (secrets.isEmpty()) {
      settings.problem("WEBHOOK_SECRET", "is missing, and WEBHOOK_URL is set");
      return Optional.empty();
    }
    if (timeout.isZero()) {
      settings.problem("WEBHOOK_TIMEOUT", "is zero, expected a duration such as PT15S");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new WebhookSettings(
              address(url.get(), allowPrivate),
              new WebhookSignature(secrets),
              allowPrivate,
              attempts,
              timeout));
    } catch (URISyntaxException e) {
      // The address may hold a key of the receiver's: it is not repeated.
      settings.problem("WEBHOOK_URL", "is wrong: " + e.getReason());
    } catch (IllegalArgumentException e) {
      settings.problem("WEBHOOK_SECRET", "is wrong: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static URI address(String text, boolean allowPrivate) throws URISyntaxException {
    URI url = new URI(text);
    boolean https = "https".equalsIgnoreCase(url.getScheme());
    boolean http = "http".equalsIgnoreCase(url.getScheme());
    if (!https && !(http && allowPrivate)) {
      throw new URISyntaxException(
          "", "expected https, or http where WEBHOOK_ALLOW_PRIVATE is true");
    }
    if (url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
      throw new URISyntaxException(
          "", "expected a host name, without user name, password or fragment");
    }
    return url;
  }

  /** The receiver's host name, or its address without brackets. */
  String host() {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
