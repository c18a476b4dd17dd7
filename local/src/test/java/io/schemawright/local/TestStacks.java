package io.schemawright.local;

import java.nio.file.Path;

/** Stacks of the services as the build made them. */
final class TestStacks {
  private TestStacks() {}

  /** Everything on free ports, with a webhook receiver, in a home of its own. */
  static StackSettings settings(Path home) {
    return StackSettings.of(
            home.resolve("home"), Ports.free(), ServicePrograms.built(Path.of("..")))
        .withWebhooks(true);
  }
}
