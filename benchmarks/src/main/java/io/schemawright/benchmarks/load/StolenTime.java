package io.schemawright.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the host of a virtual machine gave to others while this machine wanted it: {@code steal} of
 * {@code /proc/stat}, proc(5). Elsewhere than on Linux nothing is known and nothing counts.
 *
 * @param stolen in ticks, of all processors, since the machine started
 * @param all the same, whatever it was used for
 */
public record StolenTime(long stolen, long all) {
  private static final Path FILE = Path.of("/proc/stat");
  private static final int STEAL = 8;

  /** Until now. */
  public static StolenTime now() throws IOException {
    if (!Files.exists(FILE)) {
      return new StolenTime(0, 0);
    }
    // "cpu", user, nice, system, idle, iowait, irq, softirq, steal; guests count as user.
    String[] fields = Files.readAllLines(FILE).get(0).split(" +", -1);
    long all = 0;
    for (int i = 1; i <= STEAL; i++) {
      all += Long.parseLong(fields[i]);
    }
    return new StolenTime(Long.parseLong(fields[STEAL]), all);
  }

  /** The share of all processors since, in percent. */
  public double percentSince(StolenTime before) {
    return 100.0 * (stolen - before.stolen) / Math.max(1, all - before.all);
  }
}
