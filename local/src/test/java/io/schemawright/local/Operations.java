package io.schemawright.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is checked in for operators: dashboards and alert rules. */
final class Operations {
  static final Path PROMETHEUS = Path.of("../deploy/prometheus");
  static final Path DASHBOARDS = Path.of("../deploy/grafana/dashboards");

  private static final Pattern ALERT =
      Pattern.compile(
          "(?m)^ {6}- alert: (\\w+)$\\s+expr: (.+)$(?:(?!^ {6}- alert).*\\R)*? {10}runbook: (\\S+)$");

  private Operations() {}

  /**
   * A PromQL expression.
   *
   * @param name where it stands
   */
  record Query(String name, String expression) {}

  /** The name and the rest of each dashboard's file. */
  record Dashboard(String name, JsonNode content) {}

  static List<Dashboard> dashboards() throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(DASHBOARDS)) {
      files = listed.sorted().toList();
    }
    List<Dashboard> dashboards = new ArrayList<>();
    for (Path file : files) {
      dashboards.add(
          new Dashboard(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile())));
    }
    return dashboards;
  }

  static List<Query> dashboardQueries() throws IOException {
    List<Query> queries = new ArrayList<>();
    for (Dashboard dashboard : dashboards()) {
      for (JsonNode panel : dashboard.content().path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          queries.add(
              new Query(
                  dashboard.name() + ": " + panel.path("title").asText(),
                  target.path("expr").asText()));
        }
      }
    }
    return queries;
  }

  static List<Query> alerts() throws IOException {
    List<Query> alerts = new ArrayList<>();
    Matcher found = found();
    while (found.find()) {
      alerts.add(new Query(found.group(1), found.group(2)));
    }
    return alerts;
  }

  /** Where each alert says that there is more to read. */
  static List<Query> runbooks() throws IOException {
    List<Query> runbooks = new ArrayList<>();
    Matcher found = found();
    while (found.find()) {
      runbooks.add(new Query(found.group(1), found.group(3)));
    }
    return runbooks;
  }

  private static Matcher found() throws IOException {
    return ALERT.matcher(Files.readString(PROMETHEUS.resolve("alerts.yml")));
  }
}
