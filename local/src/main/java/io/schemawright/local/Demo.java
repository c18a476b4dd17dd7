package io.schemawright.local;

/** Sends the example requests through a running stack and says what became of each. */
final class Demo {
  private Demo() {}

  /** Runs it to its end. */
  static void run(Stack stack) {
    System.out.println("The examples are not there yet: " + stack.home());
  }
}
