package io.schemawright.local;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What services expose, in Prometheus' text format.
 *
 * @param types of each metric, by its name
 * @param samples the labels of each time series, by the name that queries use for it
 */
record Exposition(Map<String, String> types, Map<String, Set<String>> samples) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:]\\w*)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  static Exposition of(List<String> scrapes) {
    Exposition all = new Exposition(new TreeMap<>(), new TreeMap<>());
    scrapes.forEach(text -> text.lines().forEach(all::read));
    return all;
  }

  private void read(String line) {
    Matcher type = TYPE.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (type.matches()) {
      types.put(type.group(1), type.group(2));
    } else if (sample.matches()) {
      Set<String> labels = samples.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
      if (sample.group(2) != null) {
        LABEL.matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1)));
      }
    } else if (!line.startsWith("#") && !line.isBlank()) {
      throw new IllegalArgumentException("no line of Prometheus' text format: " + line);
    }
  }

  /** The labels of a metric, whether it is one number or a histogram. */
  Set<String> labels(String metric) {
    Set<String> labels = new TreeSet<>(samples.getOrDefault(metric, Set.of()));
    labels.addAll(samples.getOrDefault(metric + "_count", Set.of()));
    return labels;
  }
}
