package io.schemawright.local;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Time series in Prometheus' text format, as services answer them. */
record Samples(List<Sample> all) {
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:]\\w*)(?:\\{(.*)})? (\\S+)");

  /**
   * One of them.
   *
   * @param labels as they stand between the braces
   */
  record Sample(String name, String labels, double value) {}

  /** Those of one answer; lines that are none are left out. */
  static Samples of(String text) {
    return new Samples(text.lines().flatMap(Samples::parsed).toList());
  }

  static Samples joined(Collection<Samples> several) {
    return new Samples(several.stream().flatMap(samples -> samples.all().stream()).toList());
  }

  private static Stream<Sample> parsed(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      return Stream.empty();
    }
    String labels = sample.group(2) == null ? "" : sample.group(2);
    try {
      return Stream.of(new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3))));
    } catch (NumberFormatException e) {
      return Stream.empty();
    }
  }

  /** The sum of all of that name; NaN where there is none. */
  double sum(String name) {
    return sum(name, "");
  }

  /** The sum of those that have this label; NaN where there is none. */
  double sum(String name, String label) {
    double[] values = values(name, label).toArray();
    return values.length == 0 ? Double.NaN : DoubleStream.of(values).sum();
  }

  /** The largest of those that have this label; NaN where there is none. */
  double max(String name, String label) {
    return values(name, label).max().orElse(Double.NaN);
  }

  private DoubleStream values(String name, String label) {
    return all.stream()
        .filter(sample -> sample.name().equals(name) && sample.labels().contains(label))
        .mapToDouble(Sample::value)
        .filter(value -> !Double.isNaN(value));
  }
}
