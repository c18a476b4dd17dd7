package io.schemawright.embedded;

import java.util.Locale;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Does something while the JVM's default locale is the neutral one, and puts the old one back.
 *
 * <p>For Kafka 4.3.1, which reads one setting by upper-casing it in the default locale: where that
 * is Turkish, {@code classic} becomes {@code CLASSİC} and no broker starts.
 */
final class RootLocale {
  private static final Lock ONE_AT_A_TIME = new ReentrantLock();

  private RootLocale() {}

  static <T> T during(Supplier<T> action) {
    ONE_AT_A_TIME.lock();
    Locale general = Locale.getDefault();
    Locale display = Locale.getDefault(Locale.Category.DISPLAY);
    Locale format = Locale.getDefault(Locale.Category.FORMAT);
    try {
      Locale.setDefault(Locale.ROOT);
      return action.get();
    } finally {
      Locale.setDefault(general);
      Locale.setDefault(Locale.Category.DISPLAY, display);
      Locale.setDefault(Locale.Category.FORMAT, format);
      ONE_AT_A_TIME.unlock();
    }
  }
}
