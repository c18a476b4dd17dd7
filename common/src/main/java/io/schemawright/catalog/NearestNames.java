package io.schemawright.catalog;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Finds what somebody meant who misspelt a name. */
public final class NearestNames {
  private NearestNames() {}

  /**
   * Up to three of these names that differ least from this one, if any is near enough to be meant.
   */
  public static List<String> to(String name, Set<String> names) {
    int near = Math.max(1, Math.min(3, name.length() / 2));
    return names.stream()
        .filter(known -> distance(name, known) <= near)
        .sorted(
            Comparator.<String>comparingInt(known -> distance(name, known))
                .thenComparing(Comparator.naturalOrder()))
        .limit(3)
        .toList();
  }

  /** How many letters to change, add or leave out (Levenshtein). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
