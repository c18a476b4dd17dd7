package io.schemawright.notifier.channel;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** How one try to deliver went. */
public sealed interface Reply {

  /** Treats every case. */
  <R> R fold(Function<Taken, R> taken, Function<NotNow, R> notNow, Function<Never, R> never);

  /** The receiver has it. */
  record Taken() implements Reply {
    @Override
    public <R> R fold(
        Function<Taken, R> taken, Function<NotNow, R> notNow, Function<Never, R> never) {
      return taken.apply(this);
    }
  }

  /**
   * It did not get there; another try may succeed.
   *
   * @param why for operators, without anything the receiver said in its own words
   * @param after how long the receiver wants to be left alone, if it said so
   */
  record NotNow(String why, Optional<Duration> after) implements Reply {
    @Override
    public <R> R fold(
        Function<Taken, R> taken, Function<NotNow, R> notNow, Function<Never, R> never) {
      return notNow.apply(this);
    }
  }

  /**
   * No try will succeed until somebody changes something.
   *
   * @param why for operators
   */
  record Never(String why) implements Reply {
    @Override
    public <R> R fold(
        Function<Taken, R> taken, Function<NotNow, R> notNow, Function<Never, R> never) {
      return never.apply(this);
    }
  }
}
