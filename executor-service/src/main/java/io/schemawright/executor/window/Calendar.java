package io.schemawright.executor.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a target may be changed: in one of its windows, at any time where it has none, and never in
 * a freeze.
 */
public record Calendar(List<Window> windows, List<Freeze> freezes) {
  /** No window, no freeze. */
  public static final Calendar ALWAYS = new Calendar(List.of(), List.of());

  /**
   * More windows than any freeze covers; without a bound a calendar without a future would loop.
   */
  private static final int MOST_TRIES = 10_000;

  public Calendar {
    windows = List.copyOf(windows);
    freezes = List.copyOf(freezes);
  }

  /** Whether changes need not look at it. */
  public boolean isAlwaysOpen() {
    return windows.isEmpty() && freezes.isEmpty();
  }

  /** Whether it has a window of that name. */
  public boolean has(String window) {
    return windows.stream().anyMatch(each -> each.name().equals(window));
  }

  /** The names of its windows, for people. */
  public String names() {
    return String.join(", ", windowNames());
  }

  /** The names of its windows. */
  public List<String> windowNames() {
    return windows.stream().map(Window::name).toList();
  }

  /**
   * The first time from {@code from} on at which a change may begin.
   *
   * @param needed how long it is expected to take; it ends before a window closes and before a
   *     freeze begins
   * @param window the only window that will do; any will where it is absent
   * @return empty where there is no such time
   */
  public Optional<Opening> next(Instant from, Duration needed, @Nullable String window) {
    List<Window> wanted =
        windows.stream().filter(each -> window == null || each.name().equals(window)).toList();
    Instant candidate = from;
    String reason = "";
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<Freeze> freeze = freezeInTheWayOf(candidate, needed);
      if (freeze.isPresent()) {
        candidate = freeze.get().until();
        reason = waitsFor(freeze.get());
        continue;
      }
      if (windows.isEmpty()) {
        return Optional.of(new Opening(candidate, reason));
      }
      Optional<Opening> opening = earliest(wanted, candidate, needed);
      if (opening.isEmpty()) {
        return Optional.empty();
      }
      if (opening.get().at().equals(candidate)) {
        return Optional.of(new Opening(candidate, reason));
      }
      candidate = opening.get().at();
      reason = opening.get().reason();
    }
    return Optional.empty();
  }

  private Optional<Freeze> freezeInTheWayOf(Instant begin, Duration needed) {
    return freezes.stream().filter(freeze -> freeze.isInTheWayOf(begin, needed)).findFirst();
  }

  private static String waitsFor(Freeze freeze) {
    return freeze.reason().isEmpty()
        ? "the end of the freeze from " + freeze.from()
        : "the end of the freeze \"%s\"".formatted(freeze.reason());
  }

  private static Optional<Opening> earliest(List<Window> wanted, Instant from, Duration needed) {
    return wanted.stream()
        .map(
            window ->
                window
                    .opening(from, needed)
                    .map(at -> new Opening(at, "the window \"%s\"".formatted(window.name())))
                    .orElse(null))
        .filter(Objects::nonNull)
        .min(Comparator.comparing(Opening::at));
  }
}
