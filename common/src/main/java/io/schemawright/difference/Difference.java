package io.schemawright.difference;

import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import java.util.List;

/**
 * What leads from one set of objects to another: the alterations in an order in which they can run,
 * and in what the result will not be quite the same. Equal states have an empty difference.
 *
 * <p>It is a pure value; no database is asked. Both states hold expressions as PostgreSQL prints
 * them, because another spelling is a difference. What neither state holds is taken to be untouched
 * and to rest on nothing here: who wants views recreated, or named in a refusal, puts them in.
 */
public record Difference(List<Alteration> alterations, List<Remark> remarks) {
  public Difference {
    alterations = List.copyOf(alterations);
    remarks = List.copyOf(remarks);
  }

  /**
   * What leads from the one state to the other.
   *
   * @param renames what of {@code before} is the same thing under another name in {@code after};
   *     entries that fit neither state are of no effect
   * @throws Inexpressible if no statements lead there
   */
  public static Difference between(SchemaState before, SchemaState after, Renames renames) {
    return new Differ(before, after, renames).difference();
  }

  /** Whether there is nothing to do; remarks may still tell of what cannot be done. */
  public boolean isEmpty() {
    return alterations.isEmpty();
  }

  /** Whether any alteration loses data. */
  public boolean losesData() {
    return alterations.stream().anyMatch(Alteration::losesData);
  }

  /** The statements of all alterations, the plain way, in order. */
  public List<String> statements() {
    return alterations.stream().flatMap(step -> step.statements().stream()).toList();
  }
}
