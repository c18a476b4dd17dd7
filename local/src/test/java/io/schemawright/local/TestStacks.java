package io.schemawright.local;

import java.nio.file.Path;

/** Stacks of the services as the build made them. */
final class TestStacks {
  private TestStacks() {}

  /**
   * Everything on free ports, with a webhook receiver, in a home of its own; rehearsals may take
   * longer than a busy machine makes them.
   */
  static StackSettings settings(Path home) {
    return StackSettings.of(
            home.resolve("home"), Ports.free(), ServicePrograms.built(Path.of("..")))
        .withWebhooks(true)
        .withEnvironment(ServiceName.POLICY, "SCRATCH_STATEMENT_TIMEOUT", "PT6S")
        .withEnvironment(ServiceName.POLICY, "SCRATCH_BUDGET", "PT7S");
  }
}
