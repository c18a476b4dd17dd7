package io.schemawright.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void latest_followsTheAnswers() {
    AtomicInteger asked = new AtomicInteger();
    try (Readings<Integer> readings = Readings.start("test", SHORT, asked::incrementAndGet)) {
      await().atMost(LONG).until(() -> readings.number(Integer::doubleValue) >= 3);
      assertThat(readings.age()).isPresent();
      assertThat(readings.check().ready()).isTrue();
    }
  }

  @Test
  void number_whileTheQuestionFails_isNotTheOldOne() {
    AtomicBoolean fails = new AtomicBoolean();
    try (Readings<Integer> readings =
        Readings.start(
            "test",
            SHORT,
            () -> {
              if (fails.get()) {
                throw new IllegalStateException("away");
              }
              return 7;
            })) {
      await().atMost(LONG).until(() -> readings.number(Integer::doubleValue) == 7);
      fails.set(true);
      await().atMost(LONG).until(() -> Double.isNaN(readings.number(Integer::doubleValue)));
      assertThat(readings.latest()).isEmpty();
      assertThat(readings.age()).isEmpty();
      assertThat(readings.check().ready()).as("an unknown number stops nobody").isTrue();
      assertThat(readings.check().detail()).contains("cannot be read");
      fails.set(false);
      await().atMost(LONG).until(() -> readings.number(Integer::doubleValue) == 7);
    }
  }

  @Test
  void number_whileTheQuestionHangs_doesNotWait() {
    CountDownLatch never = new CountDownLatch(1);
    try (Readings<Boolean> readings =
        Readings.start(
            "test",
            SHORT,
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return true;
            })) {
      assertThat(readings.number(answer -> 1)).isNaN();
    }
  }
}
