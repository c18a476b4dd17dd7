package io.schemawright.local;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * Passwords, each made at its first use and kept in a file that only its owner can read.
 *
 * <p>Thread-safe. Throws {@link UncheckedIOException} when the file cannot be read or written.
 */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Properties values = new Properties();

  Secrets(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        values.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("Could not read " + file, e);
      }
    }
  }

  /** 32 random bytes in letters, digits, {@code -} and {@code _}. */
  synchronized String password(String name) {
    return known(name, Base64.getUrlEncoder().withoutPadding());
  }

  /** 32 random bytes as Standard Webhooks wants them: {@code whsec_} and plain Base64. */
  synchronized String webhookSecret() {
    return "whsec_" + known("webhook", Base64.getEncoder());
  }

  private String known(String name, Base64.Encoder encoder) {
    String value = values.getProperty(name);
    if (value == null) {
      byte[] bytes = new byte[32];
      RANDOM.nextBytes(bytes);
      value = encoder.encodeToString(bytes);
      values.setProperty(name, value);
      save();
    }
    return value;
  }

  private void save() {
    try {
      StringWriter text = new StringWriter();
      values.store(text, "Made by bin/up. Who has this file can do anything on this installation.");
      PrivateFile.write(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write " + file, e);
    }
  }
}
