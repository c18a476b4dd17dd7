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
  private final Judge judge;

  /** What says what a database holds. */
  private interface Judge {
    SortedSet<String> says(boolean ofFirst) throws SQLException;
  }

  private Proof(Connection first, Connection second, Judge judge) {
    this.first = first;
    this.second = second;
    this.judge = judge;
  }

  Proof(Connection first, Connection second) {
    this(first, second, ofFirst -> new TreeSet<>());
  }

  /** The same proof with another judge beside the catalog's listing. */
  Proof with(PgDump dump) throws SQLException {
    String firstName = first.getCatalog();
    String secondName = second.getCatalog();
    return new Proof(first, second, ofFirst -> dump.of(ofFirst ? firstName : secondName));
  }

  /** Both databases are filled; returns how many alterations it took there. */
  int hold(Renames renames) throws SQLException {
    SchemaState before = Databases.read(first);
    SchemaState after = Databases.read(second);
    SortedSet<String> saysBefore = CatalogListing.of(first);
    SortedSet<String> saysAfter = CatalogListing.of(second);
    SortedSet<String> dumpBefore = judge.says(true);
    SortedSet<String> dumpAfter = judge.says(false);
    Difference up = Difference.between(before, after, renames);
    Databases.run(first, up.statements());
    String told = "UP:\n" + String.join(";\n", up.statements()) + "\n";
    SchemaState reached = Databases.read(first);
    SortedSet<String> says = CatalogListing.of(first);
    assertSame(says, saysAfter, up, told);
    assertSame(judge.says(true), dumpAfter, up, told);
    assertThat(reached.fingerprints().equals(after.fingerprints()))
        .as("fingerprints are as equal as the judge finds the states; %s", told)
        .isEqualTo(says.equals(saysAfter));
    assertThat(Difference.between(reached, after, Renames.none()).statements()).as(told).isEmpty();

    Difference down = Difference.between(reached, before, renames.reversed());
    Databases.run(first, down.statements());
    told = told + "DOWN:\n" + String.join(";\n", down.statements());
    SortedSet<String> saysAgain = CatalogListing.of(first);
    assertSame(saysAgain, saysBefore, down, told);
    assertSame(judge.says(true), dumpBefore, down, told);
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
    Set<String> missing = without(enums, wanted);
    missing.removeAll(says);
    Set<String> beyond = without(enums, says);
    beyond.removeAll(wanted);
    assertThat(missing).as("missing lines, instead of them %s; %s", beyond, told).isEmpty();
    assertThat(beyond).as("lines beyond; %s", told).isEmpty();
  }

  private static Set<String> without(Set<String> enums, Set<String> lines) {
    Set<String> rest = new TreeSet<>(lines);
    rest.removeIf(
        line ->
            (line.startsWith("type ") || line.startsWith("CREATE TYPE "))
                && enums.stream().anyMatch(line::contains));
    return rest;
  }
}
