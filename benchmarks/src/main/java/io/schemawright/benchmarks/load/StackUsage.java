package io.schemawright.benchmarks.load;

import io.schemawright.local.ServiceName;
import io.schemawright.local.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the parts of a stack have used so far: each service, both PostgreSQL clusters, and this JVM,
 * which holds the broker and whoever makes the load.
 *
 * @param parts by their names
 */
public record StackUsage(Map<String, ProcessUsage> parts) {
  /** As it is now. */
  public static StackUsage of(Stack stack) throws IOException {
    Map<String, ProcessUsage> parts = new LinkedHashMap<>();
    for (ServiceName service : ServiceName.values()) {
      parts.put(service.id(), ProcessUsage.of(stack.service(service).pid()));
    }
    parts.put("PostgreSQL", ProcessUsage.of(postmaster(stack.home().resolve("postgres"))));
    parts.put("scratch", ProcessUsage.of(postmaster(stack.home().resolve("scratch"))));
    parts.put("broker and load", ProcessUsage.ofThisJvm());
    return new StackUsage(parts);
  }

  /** The first line of this file is the server's process id. */
  private static long postmaster(Path dataDirectory) throws IOException {
    List<String> lines = Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
    return Long.parseLong(lines.get(0).strip());
  }

  /** Milliseconds of processor time since, by part. */
  public Map<String, Double> cpuMillisSince(StackUsage before) {
    Map<String, Double> millis = new LinkedHashMap<>();
    parts.forEach((name, now) -> millis.put(name, now.cpuMillisSince(before.part(name))));
    return millis;
  }

  /** Bytes written since, by part. */
  public Map<String, Double> bytesSince(StackUsage before) {
    Map<String, Double> bytes = new LinkedHashMap<>();
    parts.forEach((name, now) -> bytes.put(name, now.bytesSince(before.part(name))));
    return bytes;
  }

  private ProcessUsage part(String name) {
    return parts.getOrDefault(name, new ProcessUsage(0, Map.of()));
  }
}
