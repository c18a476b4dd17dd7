package io.schemawright.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The options of a sequence that are not what PostgreSQL sets by default; the others are null. */
record SequenceOptions(
    @Nullable Long start,
    @Nullable Long increment,
    @Nullable Long min,
    @Nullable Long max,
    @Nullable Long cache) {

  /** Reads the columns of {@code pg_sequence}. */
  static SequenceOptions of(ResultSet row, String type) throws SQLException {
    boolean up = row.getLong("seqincrement") > 0;
    long limit =
        switch (type) {
          case "smallint" -> Short.MAX_VALUE;
          case "integer" -> Integer.MAX_VALUE;
          default -> Long.MAX_VALUE;
        };
    long min = row.getLong("seqmin");
    long max = row.getLong("seqmax");
    return new SequenceOptions(
        unless(row.getLong("seqstart"), up ? min : max),
        unless(row.getLong("seqincrement"), 1),
        unless(min, up ? 1 : -limit - 1),
        unless(max, up ? limit : -1),
        unless(row.getLong("seqcache"), 1));
  }

  private static @Nullable Long unless(long value, long byDefault) {
    return value == byDefault ? null : Long.valueOf(value);
  }
}
