package io.schemawright.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as the Standard Webhooks specification says: {@code v1,} and the base64 of HMAC-SHA256 over
 * {@code id.timestamp.body}, once for each secret, so that secrets can be changed while both are
 * valid. Thread-safe.
 */
final class WebhookSignature {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  private final List<SecretKeySpec> keys;

  /**
   * A signature with each of {@code secrets}.
   *
   * @throws IllegalArgumentException if one is not {@code whsec_} and the base64 of 24 to 64 bytes;
   *     the message does not repeat it
   */
  WebhookSignature(List<String> secrets) {
    this.keys = secrets.stream().map(WebhookSignature::key).toList();
  }

  private static SecretKeySpec key(String secret) {
    if (secret.startsWith(PREFIX)) {
      try {
        byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        if (key.length >= SHORTEST && key.length <= LONGEST) {
          return new SecretKeySpec(key, ALGORITHM);
        }
      } catch (IllegalArgumentException e) {
        // Refused below, without its text, which would hold a part of the secret.
      }
    }
    throw new IllegalArgumentException(
        "expected whsec_ and the base64 of %d to %d random bytes; several are separated by commas"
            .formatted(SHORTEST, LONGEST));
  }

  /** The header {@code webhook-signature}. */
  String of(String id, long epochSeconds, byte[] body) {
    byte[] head = (id + "." + epochSeconds + ".").getBytes(UTF_8);
    return keys.stream()
        .map(key -> "v1," + Base64.getEncoder().encodeToString(hmac(key, head, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] hmac(SecretKeySpec key, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
