package io.schemawright.difference;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * That a difference leads where it says: the first database comes to say what the second says, and
 * then again what it said before. Enum values that stay are the one thing that may.
 */
final class Proof {
  private final Connection first;
  private final Connection second;

  Proof(Connection first, Connection second) {
    this.first = first;
    this.second = second;
  }

  /** Both databases are filled; returns how many alterations it took there. */
  int hold(Renames renames) throws SQLException {
    SchemaState before = Databases.read(first);
    SchemaState after = Databases.read(second);
    SortedSet<String> saysBefore = CatalogListing.of(first);
    SortedSet<String> saysAfter = CatalogListing.of(second);
    Difference up = Difference.between(before, after, renames);
    Databases.run(first, up.statements());
    String told = "UP:\n" + String.join(";\n", up.statements()) + "\n";
    SchemaState reached = Databases.read(first);
    SortedSet<String> says = CatalogListing.of(first);
    assertSame(says, saysAfter, up, told);
    assertThat(reached.fingerprints().equals(after.fingerprints()))
        .as("fingerprints are as equal as the judge finds the states; %s", told)
        .isEqualTo(says.equals(saysAfter));
    assertThat(Difference.between(reached, after, Renames.none()).statements()).as(told).isEmpty();

    Difference down = Difference.between(reached, before, renames.reversed());
    Databases.run(first, down.statements());
    told = told + "DOWN:\n" + String.join(";\n", down.statements());
    SortedSet<String> saysAgain = CatalogListing.of(first);
    assertSame(saysAgain, saysBefore, down, told);
    assertThat(Databases.read(first).fingerprints().equals(before.fingerprints()))
        .as("fingerprints after DOWN; %s", told)
        .isEqualTo(saysAgain.equals(saysBefore));
    return up.alterations().size();
  }

  private static void assertSame(
      Set<String> says, Set<String> wanted, Difference difference, String told) {
    Set<String> enums =
        difference.remarks().stream()
            .filter(remark -> remark.text().contains("enum"))
            .map(remark -> remark.object().name())
            .collect(Collectors.toSet());
    assertThat(without(enums, says)).as(told).isEqualTo(without(enums, wanted));
  }

  private static Set<String> without(Set<String> enums, Set<String> lines) {
    Set<String> rest = new TreeSet<>(lines);
    rest.removeIf(line -> line.startsWith("type ") && enums.stream().anyMatch(line::contains));
    return rest;
  }
}
