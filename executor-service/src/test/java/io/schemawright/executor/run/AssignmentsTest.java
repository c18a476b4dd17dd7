package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AssignmentsTest {
  @Test
  void columns_areThoseBeforeTheirEqualsSigns() {
    assertThat(Assignments.columns("\"a\"\"b\" = 1, Plain = coalesce(x, ',', \"q,\"), c=a[1,2]"))
        .containsExactly("a\"b", "plain", "c");
  }

  @Test
  void whatCannotBeTold_isEmpty() {
    assertThat(Assignments.columns("(a, b) = (select 1, 2)")).isEmpty();
    assertThat(Assignments.columns("a[1] = 2")).isEmpty();
  }
}
