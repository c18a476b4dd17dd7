package io.schemawright.catalog;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that PostgreSQL gives to what has none, cut to {@link Identifiers#MAX_BYTES} as it cuts
 * them; for indexes, {@code idx_<table>_<columns>}. One value names the parts of one table, each
 * name once.
 */
public final class GeneratedNames {

  private final Set<String> taken;

  /** Names that are none of {@code taken}. */
  public GeneratedNames(Set<String> taken) {
    this.taken = new HashSet<>(taken);
  }

  /** The names that come first, where nothing has them yet. */
  public static GeneratedNames untaken() {
    return new GeneratedNames(Set.of());
  }

  /** {@code <table>_pkey}. */
  public String primaryKey(String table) {
    return free(table, "", "pkey");
  }

  /** {@code <table>_<columns>_key}. */
  public String unique(String table, List<String> columns) {
    return free(table, joined(columns), "key");
  }

  /** {@code <table>_<columns>_excl}. */
  public String exclusion(String table, List<String> columns) {
    return free(table, joined(columns), "excl");
  }

  /** {@code <table>_<columns>_fkey}. */
  public String foreignKey(String table, List<String> columns) {
    return free(table, joined(columns), "fkey");
  }

  /** {@code <table>_<column>_check}, or {@code <table>_check} for one over several columns. */
  public String check(String table, String column) {
    return free(table, column, "check");
  }

  /** {@code <table>_<column>_not_null}, from PostgreSQL 18 on. */
  public String notNull(String table, String column) {
    return free(table, column, "not_null");
  }

  /** {@code idx_<table>_<columns>}. */
  public String index(String table, List<String> columns) {
    return free("idx_" + table, joined(columns), "");
  }

  /** The sequence of a serial or identity column: {@code <table>_<column>_seq}. */
  public static String sequence(String table, String column) {
    return join(table, column, "seq");
  }

  private String free(String first, String second, String label) {
    String name = join(first, second, label);
    for (int i = 1; !taken.add(name); i++) {
      name = join(first, second, label + i);
    }
    return name;
  }

  private static String joined(List<String> columns) {
    return cut(String.join("_", columns), Identifiers.MAX_BYTES);
  }

  /** Shortens the longer of the two until all fits, as PostgreSQL's {@code makeObjectName}. */
  private static String join(String first, String second, String label) {
    int overhead = (second.isEmpty() ? 0 : 1) + (label.isEmpty() ? 0 : 1 + label.length());
    int room = Identifiers.MAX_BYTES - overhead;
    int firstBytes = first.getBytes(StandardCharsets.UTF_8).length;
    int secondBytes = second.getBytes(StandardCharsets.UTF_8).length;
    while (firstBytes + secondBytes > room) {
      if (firstBytes > secondBytes) {
        firstBytes--;
      } else {
        secondBytes--;
      }
    }
    return cut(first, firstBytes)
        + (second.isEmpty() ? "" : "_" + cut(second, secondBytes))
        + (label.isEmpty() ? "" : "_" + label);
  }

  /** The longest beginning of the text that fits, in whole characters. */
  private static String cut(String text, int bytes) {
    int end = 0;
    int used = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      used += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
      if (used > bytes) {
        break;
      }
      end += Character.charCount(character);
    }
    return text.substring(0, end);
  }
}
