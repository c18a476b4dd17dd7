package io.schemawright.local;

import java.util.Locale;

/** The four services, in the order in which they start. */
public enum ServiceName {
  INTAKE(0, "io.schemawright.intake.IntakeMain"),
  POLICY(1, "io.schemawright.policy.PolicyMain"),
  EXECUTOR(2, "io.schemawright.executor.ExecutorMain"),
  NOTIFIER(3, "io.schemawright.notifier.NotifierMain");

  private final int portOffset;
  private final String mainClass;

  ServiceName(int portOffset, String mainClass) {
    this.portOffset = portOffset;
    this.mainClass = mainClass;
  }

  /** In lower case: the name of its Kafka user, its database, its role and its log. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The directory of its module and the beginning of its jar's name. */
  public String module() {
    return id() + "-service";
  }

  /** How far its port is from the first. */
  int portOffset() {
    return portOffset;
  }

  /** What to run. */
  public String mainClass() {
    return mainClass;
  }
}
