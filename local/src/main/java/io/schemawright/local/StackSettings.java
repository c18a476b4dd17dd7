package io.schemawright.local;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Stack} is made of.
 *
 * @param home where it keeps everything
 * @param fresh forget what is there
 * @param webhooks whether notifier gets a webhook receiver to deliver to
 * @param jvmOptions of each service
 * @param environment further settings of single services, which win over the usual ones
 * @param moreTargets beside the usual ones, opted in to automatic approval
 */
public record StackSettings(
    Path home,
    Ports ports,
    ServicePrograms programs,
    boolean fresh,
    boolean webhooks,
    List<String> jvmOptions,
    Map<ServiceName, Map<String, String>> environment,
    List<String> moreTargets) {
  /**
   * Five JVMs start at the same time on what may be two cores: without the second compiler each
   * needs a third less processor time for it, and one machine's load never misses what that gains.
   */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx256m",
          "-Xshare:auto",
          "-XX:+ExitOnOutOfMemoryError");

  /** Makes the home absolute and keeps copies. */
  public StackSettings {
    home = home.toAbsolutePath().normalize();
    jvmOptions = List.copyOf(jvmOptions);
    environment = Map.copyOf(environment);
    moreTargets = List.copyOf(moreTargets);
  }

  /** With the usual JVM options, and nothing special. */
  public static StackSettings of(Path home, Ports ports, ServicePrograms programs) {
    return new StackSettings(home, ports, programs, false, false, JVM_OPTIONS, Map.of(), List.of());
  }

  /** The same, forgetting what is in the home or not. */
  public StackSettings withFresh(boolean value) {
    return new StackSettings(
        home, ports, programs, value, webhooks, jvmOptions, environment, moreTargets);
  }

  /** The same, with a webhook receiver or not. */
  public StackSettings withWebhooks(boolean value) {
    return new StackSettings(
        home, ports, programs, fresh, value, jvmOptions, environment, moreTargets);
  }

  /** The same with other JVM options for the services. */
  public StackSettings withJvmOptions(List<String> options) {
    return new StackSettings(
        home, ports, programs, fresh, webhooks, options, environment, moreTargets);
  }

  /** The same with one more environment variable for a service. */
  public StackSettings withEnvironment(ServiceName service, String variable, String value) {
    Map<ServiceName, Map<String, String>> more = new EnumMap<>(ServiceName.class);
    more.putAll(environment);
    Map<String, String> variables = new HashMap<>(more.getOrDefault(service, Map.of()));
    variables.put(variable, value);
    more.put(service, Map.copyOf(variables));
    return new StackSettings(home, ports, programs, fresh, webhooks, jvmOptions, more, moreTargets);
  }

  /** The same with these targets beside the usual ones: lower-case letters and digits. */
  public StackSettings withMoreTargets(List<String> targets) {
    return new StackSettings(
        home, ports, programs, fresh, webhooks, jvmOptions, environment, targets);
  }
}
