package io.schemawright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String STATE = "rojo=00f067aa0ba902b7, congo=t61rcWkgMzE";

  @Test
  void kept_isReadBack_withAndWithoutState() {
    for (TraceParent trace :
        new TraceParent[] {new TraceParent(PARENT), new TraceParent(PARENT, STATE)}) {
      assertThat(TraceParent.ofKept(trace.kept())).isEqualTo(trace);
    }
    // What older rows hold.
    assertThat(TraceParent.ofKept(PARENT).headers()).isEqualTo(Map.of("traceparent", PARENT));
  }

  @Test
  void headers_areBoth() {
    assertThat(TraceParent.of(Optional.of(PARENT), Optional.of(STATE)).orElseThrow().headers())
        .isEqualTo(Map.of("traceparent", PARENT, "tracestate", STATE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=\u00fc", "a=1\nb=2"})
  void stateThatCannotBePassedOn_isDropped_andTheParentStays(String state) {
    assertThat(TraceParent.of(Optional.of(PARENT), Optional.of(state)))
        .contains(new TraceParent(PARENT));
    assertThat(TraceParent.of(Optional.of(PARENT), Optional.of("a=" + "1".repeat(511))))
        .contains(new TraceParent(PARENT));
  }

  @Test
  void stateWithoutAParent_isNothing() {
    assertThat(TraceParent.of(Optional.empty(), Optional.of(STATE))).isEmpty();
    assertThat(TraceParent.of(Optional.of("00-0"), Optional.of(STATE))).isEmpty();
  }
}
