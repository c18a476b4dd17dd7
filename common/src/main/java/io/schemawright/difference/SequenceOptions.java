package io.schemawright.difference;

import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.OwnedSequence;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The options of a sequence with PostgreSQL's defaults made explicit, so that they can be set. */
record SequenceOptions(
    String type,
    @Nullable Long start,
    @Nullable Long increment,
    @Nullable Long min,
    @Nullable Long max,
    @Nullable Long cache,
    boolean cycle) {

  static SequenceOptions of(FreeSequence sequence) {
    return new SequenceOptions(
        sequence.type(),
        sequence.start(),
        sequence.increment(),
        sequence.min(),
        sequence.max(),
        sequence.cache(),
        sequence.cycle());
  }

  static SequenceOptions of(OwnedSequence sequence, String columnType) {
    return new SequenceOptions(
        Objects.requireNonNullElse(sequence.type(), columnType),
        sequence.start(),
        sequence.increment(),
        sequence.min(),
        sequence.max(),
        sequence.cache(),
        sequence.cycle());
  }

  /** A sequence with these options that stands alone. */
  FreeSequence free(FreeSequence.@Nullable Owner owner, @Nullable String comment) {
    return new FreeSequence(type, start, increment, min, max, cache, cycle, owner, comment);
  }

  /** A column's sequence with these options under this name. */
  OwnedSequence named(String name, @Nullable String explicitType) {
    return new OwnedSequence(name, explicitType, start, increment, min, max, cache, cycle);
  }

  /** What has to stand behind ALTER SEQUENCE to come from these options to those. */
  String to(SequenceOptions after, boolean typeFollows) {
    StringBuilder sql = new StringBuilder();
    if (!typeFollows && !type.equals(after.type)) {
      sql.append(" AS ").append(after.type);
    }
    if (!Objects.equals(increment, after.increment)) {
      sql.append(" INCREMENT BY ").append(after.step());
    }
    bound(sql, "MINVALUE", min, after.min, after);
    bound(sql, "MAXVALUE", max, after.max, after);
    if (first() != after.first()) {
      sql.append(" START WITH ").append(after.first());
    }
    if (!Objects.equals(cache, after.cache)) {
      sql.append(" CACHE ").append(Objects.requireNonNullElse(after.cache, 1L));
    }
    if (cycle != after.cycle) {
      sql.append(after.cycle ? " CYCLE" : " NO CYCLE");
    }
    return sql.toString();
  }

  private void bound(
      StringBuilder sql,
      String word,
      @Nullable Long before,
      @Nullable Long wanted,
      SequenceOptions after) {
    boolean changed =
        !Objects.equals(before, wanted)
            // A default follows neither the direction nor, always, the type.
            || (wanted == null && (ascending() != after.ascending() || !type.equals(after.type)));
    if (changed) {
      sql.append(wanted == null ? " NO " + word : " %s %d".formatted(word, wanted));
    }
  }

  private long step() {
    return Objects.requireNonNullElse(increment, 1L);
  }

  private boolean ascending() {
    return step() > 0;
  }

  private long first() {
    if (start != null) {
      return start;
    }
    if (ascending()) {
      return Objects.requireNonNullElse(min, 1L);
    }
    return Objects.requireNonNullElse(max, -1L);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s from %d by %d", type, first(), step());
  }
}
