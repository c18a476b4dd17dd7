package io.schemawright.local;

import io.schemawright.embedded.FreePorts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where everything listens on 127.0.0.1: three first ports, from which the others follow.
 *
 * @param http of intake; those of policy, executor, notifier, the demo's webhook receiver and the
 *     status page follow
 * @param kafka of the listener without login; the services' listener and the controller follow
 * @param postgres of the durable cluster; the scratch cluster follows
 */
public record Ports(int http, int kafka, int postgres) {
  private static final int HIGHEST = 65_535;
  private static final int HTTP_PORTS = ServiceName.values().length + 2;
  private static final int KAFKA_PORTS = 3;
  private static final int POSTGRES_PORTS = 2;

  static final Ports DEFAULT = new Ports(8080, 9092, 15432);

  /** Refuses numbers that are no ports and a port that would serve two purposes. */
  public Ports {
    requirePorts("--http-port", http, HTTP_PORTS);
    requirePorts("--kafka-port", kafka, KAFKA_PORTS);
    requirePorts("--postgres-port", postgres, POSTGRES_PORTS);
    Map<Integer, Use> known = new HashMap<>();
    for (Use use : uses(http, kafka, postgres)) {
      Use other = known.putIfAbsent(use.port(), use);
      if (other != null) {
        throw new CannotStart(
            "Port %d would be both for %s (%s) and for %s (%s)"
                .formatted(
                    use.port(), other.purpose(), other.option(), use.purpose(), use.option()));
      }
    }
  }

  /**
   * What a port is for.
   *
   * @param option that moves it
   */
  record Use(int port, String purpose, String option) {}

  /** Ports nobody listens on at this moment. */
  public static Ports free() {
    int first = FreePorts.chooseRow(HTTP_PORTS + KAFKA_PORTS + POSTGRES_PORTS);
    return new Ports(first, first + HTTP_PORTS, first + HTTP_PORTS + KAFKA_PORTS);
  }

  /** Of a service's first instance: health, metrics, and for intake also REST and page. */
  public int http(ServiceName service) {
    return http + service.portOffset();
  }

  /** Of the webhook receiver that {@code --demo} brings. */
  public int webhook() {
    return http + ServiceName.values().length;
  }

  /** Of the page that shows how everything is. */
  public int status() {
    return webhook() + 1;
  }

  int kafkaServices() {
    return kafka + 1;
  }

  int kafkaController() {
    return kafka + 2;
  }

  int scratch() {
    return postgres + 1;
  }

  /**
   * Looks whether all are free.
   *
   * @throws CannotStart naming each that is busy, what it is for, and the option that changes it
   */
  void requireFree() {
    List<String> problems = new ArrayList<>();
    for (Use use : uses(http, kafka, postgres)) {
      if (!FreePorts.isFree(use.port())) {
        problems.add(
            "Port %d, for %s, is taken by another program: choose another with %s"
                .formatted(use.port(), use.purpose(), use.option()));
      }
    }
    if (!problems.isEmpty()) {
      throw new CannotStart(String.join("\n", problems));
    }
  }

  private static List<Use> uses(int http, int kafka, int postgres) {
    List<Use> uses = new ArrayList<>();
    for (ServiceName service : ServiceName.values()) {
      uses.add(
          new Use(
              http + service.portOffset(),
              service == ServiceName.INTAKE
                  ? "REST, page, health and metrics of intake"
                  : "health and metrics of " + service.id(),
              "--http-port"));
    }
    uses.add(new Use(http + HTTP_PORTS - 2, "the demo's webhook receiver", "--http-port"));
    uses.add(new Use(http + HTTP_PORTS - 1, "the status page", "--http-port"));
    uses.add(new Use(kafka, "Kafka", "--kafka-port"));
    uses.add(new Use(kafka + 1, "the services' access to Kafka", "--kafka-port"));
    uses.add(new Use(kafka + 2, "Kafka's controller", "--kafka-port"));
    uses.add(new Use(postgres, "PostgreSQL", "--postgres-port"));
    uses.add(new Use(postgres + 1, "the scratch PostgreSQL", "--postgres-port"));
    return uses;
  }

  private static void requirePorts(String option, int first, int count) {
    if (first < 1 || first + count - 1 > HIGHEST) {
      throw new CannotStart(
          "%s %d: %d ports from there must lie between 1 and %d"
              .formatted(option, first, count, HIGHEST));
    }
  }
}
