package io.schemawright.policy.rehearsal;

/** What is tried out fails because of the rows that were put in, which are not the target's. */
final class RowsInTheWay extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String note;

  RowsInTheWay(String note) {
    super(note);
    this.note = note;
  }

  /** What happened, for people. */
  String note() {
    return note;
  }
}
