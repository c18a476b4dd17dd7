package io.schemawright.executor.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CalendarTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Instant at(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }

  private static Calendar windows(String text) {
    return new Calendar(Window.parseAll(text), List.of());
  }

  private static Optional<Instant> next(
      Calendar calendar, String from, Duration needed, @Nullable String window) {
    return calendar.next(at(from), needed, window).map(Opening::at);
  }

  @Test
  void noWindow_isOpenNow() {
    assertThat(Calendar.ALWAYS.next(at("2026-11-21T12:00Z"), MINUTE, null))
        .contains(new Opening(at("2026-11-21T12:00Z"), ""));
  }

  @Test
  void window_isWaitedForAndNamed() {
    Calendar nightly = windows("nightly: 0 2 * * MON-FRI Europe/Berlin PT3H");

    // The 21st is a Saturday.
    assertThat(nightly.next(at("2026-11-21T12:00+01:00"), MINUTE, null))
        .contains(new Opening(at("2026-11-23T02:00+01:00"), "the window \"nightly\""));
    assertThat(nightly.next(at("2026-11-23T03:30+01:00"), MINUTE, null))
        .contains(new Opening(at("2026-11-23T03:30+01:00"), ""));
    assertThat(next(nightly, "2026-11-23T02:00+01:00", MINUTE, null))
        .contains(at("2026-11-23T02:00+01:00"));
    assertThat(next(nightly, "2026-11-23T05:00+01:00", MINUTE, null))
        .contains(at("2026-11-24T02:00+01:00"));
  }

  @Test
  void weekdayAndTime_isAWindow() {
    Calendar weekend = windows("weekend: SAT,SUN 9:30 UTC PT8H");

    assertThat(next(weekend, "2026-11-21T00:00Z", MINUTE, null)).contains(at("2026-11-21T09:30Z"));
    assertThat(next(weekend, "2026-11-21T18:00Z", MINUTE, null)).contains(at("2026-11-22T09:30Z"));
  }

  @Test
  void changeThatWouldNotFinishInTheWindow_waitsForTheNext() {
    Calendar nightly = windows("nightly: 0 2 * * * UTC PT3H");

    assertThat(next(nightly, "2026-11-21T03:00Z", Duration.ofHours(2), null))
        .contains(at("2026-11-21T03:00Z"));
    assertThat(next(nightly, "2026-11-21T03:01Z", Duration.ofHours(2), null))
        .contains(at("2026-11-22T02:00Z"));
    assertThat(next(nightly, "2026-11-21T03:01Z", Duration.ofHours(4), null)).isEmpty();
  }

  @Test
  void namedWindow_isTheOnlyOneThatWillDo() {
    Calendar both = windows("nightly: 0 2 * * * UTC PT3H; weekend: SAT 10:00 UTC PT8H");

    assertThat(next(both, "2026-11-22T00:00Z", MINUTE, "nightly"))
        .contains(at("2026-11-22T02:00Z"));
    assertThat(next(both, "2026-11-22T00:00Z", MINUTE, "weekend"))
        .contains(at("2026-11-28T10:00Z"));
  }

  @Test
  void nightOnWhichTheClocksGoForward_opensAnHourLaterByTheClock() {
    Calendar nightly = windows("nightly: 30 2 * * * Europe/Berlin PT2H");

    assertThat(next(nightly, "2026-03-29T00:00+01:00", MINUTE, null))
        .contains(at("2026-03-29T03:30+02:00"));
    assertThat(next(nightly, "2026-03-29T04:00+02:00", MINUTE, null))
        .contains(at("2026-03-29T04:00+02:00"));
    assertThat(next(nightly, "2026-03-29T12:00+02:00", MINUTE, null))
        .contains(at("2026-03-30T02:30+02:00"));
  }

  @Test
  void nightOnWhichTheClocksGoBack_hasOneWindowOfTheSameLength() {
    Calendar nightly = windows("nightly: 30 2 * * * Europe/Berlin PT1H");

    assertThat(next(nightly, "2026-10-25T00:00+02:00", MINUTE, null))
        .contains(at("2026-10-25T02:30+02:00"));
    assertThat(next(nightly, "2026-10-25T02:15+01:00", MINUTE, null))
        .contains(at("2026-10-25T02:15+01:00")); // An hour has not gone by yet.
    assertThat(next(nightly, "2026-10-25T02:45+01:00", MINUTE, null))
        .contains(at("2026-10-26T02:30+01:00"));
  }

  @Test
  void windowAcrossTheChange_staysOpenForItsLength() {
    Calendar nightly = windows("nightly: 0 1 * * * Europe/Berlin PT3H");

    assertThat(next(nightly, "2026-03-29T04:30+02:00", MINUTE, null))
        .contains(at("2026-03-29T04:30+02:00"));
    assertThat(next(nightly, "2026-03-29T05:00+02:00", MINUTE, null))
        .contains(at("2026-03-30T01:00+02:00"));
  }

  @Test
  void freeze_keepsOffWhatWouldReachIntoIt() {
    Calendar calendar =
        new Calendar(
            Window.parseAll("nightly: 0 2 * * * UTC PT3H"),
            Freeze.parseAll("2026-11-21T04:00Z/2026-11-23T00:00Z sales"));

    assertThat(next(calendar, "2026-11-21T02:30Z", MINUTE, null)).contains(at("2026-11-21T02:30Z"));
    assertThat(next(calendar, "2026-11-21T03:30Z", Duration.ofHours(1), null))
        .contains(at("2026-11-23T02:00Z"));
    assertThat(
            new Calendar(List.of(), calendar.freezes()).next(at("2026-11-22T12:00Z"), MINUTE, null))
        .contains(new Opening(at("2026-11-23T00:00Z"), "the end of the freeze \"sales\""));
  }

  @Test
  void nonsense_isRefusedWithAnExample() {
    for (String window :
        List.of(
            "nightly",
            "nightly: 0 2 * * UTC PT3H",
            "n: 0 2 * * * Mars/Base PT3H",
            "n: 99 2 * * * UTC PT3H",
            "n: SAT 25:00 UTC PT3H",
            "n: 0 2 * * * UTC PT0S")) {
      assertThatThrownBy(() -> Window.parse(window))
          .as(window)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Freeze.parse("2026-12-18/2027-01-04"))
        .hasMessageContaining("expected such as 2026-12-18T18:00+01:00");
    assertThatThrownBy(() -> Freeze.parse("2026-12-18T00:00Z/2026-12-17T00:00Z"))
        .hasMessageContaining("before it begins");
    assertThatThrownBy(() -> windows("a: 0 2 * * * UTC PT3H; a: 0 3 * * * UTC PT3H"))
        .hasMessageContaining("two windows of one name");
  }
}
