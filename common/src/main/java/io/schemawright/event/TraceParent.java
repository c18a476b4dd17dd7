package io.schemawright.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The W3C trace context of an event (Trace Context, sections 3.2 and 3.3), version 00: the headers
 * {@code traceparent} and {@code tracestate}. Immutable.
 *
 * @param value {@code 00-<trace id>-<span id>-<flags>}, in lower-case hexadecimal digits
 * @param state what the tracing systems on the way said, each as {@code key=value}, separated by
 *     commas; empty where none did
 */
public record TraceParent(String value, String state) {
  /** What section 3.3.1.5 asks everybody to pass on; a longer one is dropped as a whole. */
  private static final int LONGEST_STATE = 512;

  private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e]{1," + LONGEST_STATE + "}");
  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

  /** Refuses what is no trace context: fails with {@link IllegalArgumentException}. */
  public TraceParent {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a traceparent of version 00: \"" + value + "\"");
    }
  }

  /** Without a word of any tracing system. */
  public TraceParent(String value) {
    this(value, "");
  }

  /**
   * What the two headers say, or nothing where {@code traceparent} says no valid trace context. A
   * {@code tracestate} that cannot be passed on is dropped, as section 3.3 has it.
   */
  public static Optional<TraceParent> of(
      Optional<String> traceparent, Optional<String> tracestate) {
    return traceparent
        .filter(FORM.asMatchPredicate())
        .map(
            parent ->
                new TraceParent(parent, tracestate.filter(STATE.asMatchPredicate()).orElse("")));
  }

  /** What {@link #kept} gave. */
  public static TraceParent ofKept(String kept) {
    String[] parts = kept.split(" ", 2);
    return new TraceParent(parts[0], parts.length == 1 ? "" : parts[1]);
  }

  /**
   * In one text, for a column: {@code traceparent}, and after a space the state if there is one.
   */
  public String kept() {
    return state.isEmpty() ? value : value + " " + state;
  }

  /** The headers, by their names. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("traceparent", value);
    if (!state.isEmpty()) {
      headers.put("tracestate", state);
    }
    return headers;
  }

  /** The root of a new trace, sampled. */
  public static TraceParent random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new TraceParent(
        "00-%016x%016x-%016x-01".formatted(random.nextLong(), positive(random), positive(random)));
  }

  /** 32 hexadecimal digits. */
  public String traceId() {
    return value.substring(3, 35);
  }

  /** 16 hexadecimal digits. */
  public String spanId() {
    return value.substring(36, 52);
  }

  /** Two hexadecimal digits; the lowest bit says whether the trace is sampled. */
  public String flags() {
    return value.substring(53);
  }

  private static long positive(ThreadLocalRandom random) {
    return random.nextLong(1, Long.MAX_VALUE);
  }
}
