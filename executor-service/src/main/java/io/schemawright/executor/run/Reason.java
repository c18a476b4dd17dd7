package io.schemawright.executor.run;

/** Why an attempt ended in vain, and another one may not. */
enum Reason {
  /** Another session held a lock for longer than we may make others wait. */
  LOCK("lock"),
  /** The target does not answer, or cannot take changes at the moment. */
  AWAY("target-away"),
  /** Another of our own sessions works on the same objects, perhaps one whose process has died. */
  BUSY("busy"),
  /** It has ended, but our own database would not take down how. */
  UNSETTLED("unsettled"),
  /** This process wants to end, and a plan with many commits goes on in another. */
  CLOSING("closing");

  private final String word;

  Reason(String word) {
    this.word = word;
  }

  /** As the queue and the metrics name it. */
  String word() {
    return word;
  }
}
