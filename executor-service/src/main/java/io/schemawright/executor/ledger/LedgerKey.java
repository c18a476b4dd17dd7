package io.schemawright.executor.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The secret with which entries for a target's ledger are sealed. It never travels to the target:
 * what is sent is a digest that fits one entry of one transaction. Immutable.
 */
public final class LedgerKey {
  private static final int SHORTEST = 32;

  private final byte[] key;

  /**
   * A key.
   *
   * @throws IllegalArgumentException if it is shorter than 32 characters
   */
  public LedgerKey(String key) {
    if (key.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "a ledger key has at least %d characters, this one %d".formatted(SHORTEST, key.length()));
    }
    this.key = key.getBytes(UTF_8);
  }

  /** {@code sha256(key || sha256(key || entry))}, as {@code schemawright.record} computes it. */
  byte[] seal(String entry) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(key);
      byte[] inner = sha256.digest(entry.getBytes(UTF_8));
      sha256.update(key);
      return sha256.digest(inner);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "LedgerKey";
  }
}
