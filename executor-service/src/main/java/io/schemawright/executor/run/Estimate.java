package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How long a plan will take, as far as its tables' sizes tell: what the rehearsal saw to read or
 * write a whole table takes so long as reading or writing so many bytes does, on a disk that is
 * busy with other things too. Everything else takes no time. On the careful side, and no more than
 * a guess: it only decides whether a change begins in what is left of a window.
 */
final class Estimate {
  private static final long SCANNED_BYTES_PER_SECOND = 100_000_000;
  private static final long REWRITTEN_BYTES_PER_SECOND = 20_000_000;
  private static final long UPDATED_BYTES_PER_SECOND = 5_000_000;

  private Estimate() {}

  /** The tables whose sizes it depends on. */
  static SortedSet<ObjectRef> tables(List<Step> steps, Rehearsal rehearsal) {
    SortedSet<ObjectRef> tables = new TreeSet<>();
    rehearsal.effects().stream()
        .filter(effect -> isLong(effect.kind()))
        .forEach(effect -> tables.add(effect.object()));
    for (Step step : steps) {
      if (step.batches() != null) {
        tables.add(step.batches().table());
      }
    }
    return tables;
  }

  /** The time that all steps take together; a table without a size takes none. */
  static Duration of(List<Step> steps, Rehearsal rehearsal, Map<ObjectRef, TableStatistics> sizes) {
    double seconds = 0;
    for (Effect effect : rehearsal.effects()) {
      TableStatistics size = sizes.get(effect.object());
      if (size != null && effect.kind() == EffectKind.REWRITE) {
        seconds += (double) size.totalBytes() / REWRITTEN_BYTES_PER_SECOND;
      } else if (size != null && effect.kind() == EffectKind.SCAN) {
        seconds += (double) size.heapBytes() / SCANNED_BYTES_PER_SECOND;
      }
    }
    for (Step step : steps) {
      TableStatistics size = step.batches() == null ? null : sizes.get(step.batches().table());
      if (size != null) {
        seconds += (double) size.totalBytes() / UPDATED_BYTES_PER_SECOND;
      }
    }
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private static boolean isLong(EffectKind kind) {
    return kind == EffectKind.REWRITE || kind == EffectKind.SCAN;
  }
}
