package io.schemawright.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a process and its descendants have used so far, from {@code /proc}.
 *
 * <p>Processor time includes that of children which have ended. Bytes written are those that the
 * process sent towards the disk, of processes that still live: {@code write_bytes} of {@code
 * /proc/PID/io}. Elsewhere than on Linux everything is zero.
 *
 * @param cpuMillis user and system
 * @param written bytes by process id
 */
public record ProcessUsage(double cpuMillis, Map<Long, Long> written) {
  /** Linux shows programs a hundred ticks a second, whatever the kernel uses inside. */
  private static final double MILLIS_PER_TICK = 10;

  private static final int UTIME = 11;
  private static final int CSTIME = 14;

  /** As it is now. */
  public static ProcessUsage of(long pid) {
    double ticks = 0;
    Map<Long, Long> written = new HashMap<>();
    List<ProcessHandle> all =
        ProcessHandle.of(pid)
            .map(root -> Stream.concat(Stream.of(root), root.descendants()).toList())
            .orElse(List.of());
    for (ProcessHandle process : all) {
      // Behind the name, which may hold anything, in parentheses.
      String text = read(process.pid(), "stat");
      String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
      for (int i = UTIME; i <= CSTIME && i < fields.length; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      read(process.pid(), "io")
          .lines()
          .filter(line -> line.startsWith("write_bytes: "))
          .map(line -> Long.valueOf(line.substring(line.indexOf(' ') + 1)))
          .forEach(bytes -> written.put(process.pid(), bytes));
    }
    return new ProcessUsage(ticks * MILLIS_PER_TICK, written);
  }

  /** This process by itself, without what it started. */
  public static ProcessUsage ofThisJvm() {
    long pid = ProcessHandle.current().pid();
    double millis =
        ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .map(cpu -> cpu.toNanos() / 1e6)
            .orElse(0.0);
    Long written = of(pid).written().getOrDefault(pid, 0L);
    return new ProcessUsage(millis, Map.of(pid, written));
  }

  /** Milliseconds of processor time since. */
  public double cpuMillisSince(ProcessUsage before) {
    return Math.max(0, cpuMillis - before.cpuMillis);
  }

  /** Bytes written since, by the processes that live now. */
  public double bytesSince(ProcessUsage before) {
    return written.entrySet().stream()
        .mapToLong(now -> now.getValue() - before.written.getOrDefault(now.getKey(), 0L))
        .sum();
  }

  /** Resident memory of one process in bytes; zero when it is gone. */
  public static long residentBytes(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1024L * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException gone) {
      return "";
    }
  }
}
