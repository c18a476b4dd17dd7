package io.schemawright.event;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The W3C trace context of an event (Trace Context, section 3.2), version 00.
 *
 * @param value {@code 00-<trace id>-<span id>-<flags>}, in lower-case hexadecimal digits
 */
public record TraceParent(String value) {
  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

  public TraceParent {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a traceparent of version 00: \"" + value + "\"");
    }
  }

  /** What a header says, or nothing where it says no valid trace context. */
  public static Optional<TraceParent> parse(String header) {
    return FORM.matcher(header).matches() ? Optional.of(new TraceParent(header)) : Optional.empty();
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
