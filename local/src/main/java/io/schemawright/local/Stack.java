package io.schemawright.local;

import io.schemawright.embedded.EmbeddedKafka;
import io.schemawright.embedded.KafkaEndpoints;
import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresServer.Database;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole installation on this machine: broker, databases, and the services as processes.
 *
 * <p>Broker and services are gone when this JVM is, however it ends; PostgreSQL may be left, and
 * the next start on the same home ends it. Thread-safe; {@link #start()} and {@link #stop()} take
 * turns. Methods that start throw {@link CannotStart} and leave nothing running; those that ask for
 * a part throw {@link IllegalStateException} while the stack does not run.
 */
public final class Stack implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StackSettings settings;
  private final CompletableFuture<ServiceProcess> unexpectedEnd = new CompletableFuture<>();
  private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
  private volatile @Nullable Running running;

  /** Starts nothing yet. */
  public Stack(StackSettings settings) {
    this.settings = settings;
  }

  private record Running(Home home, Foundation foundation, Optional<WebhookReceiver> webhooks) {}

  /** Starts everything and returns when every service is ready. */
  public synchronized void start() {
    startFoundation();
    try {
      List<ServiceProcess> started = new ArrayList<>();
      for (ServiceName service : ServiceName.values()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CannotStart("Interrupted before " + service.id() + " was started");
        }
        started.add(launch(service, 1, settings.ports().http(service)));
      }
      started.forEach(service -> service.awaitHealthy(PATIENCE));
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  /** Starts broker and databases only; services may follow one by one. */
  public synchronized void startFoundation() {
    if (running != null) {
      throw new IllegalStateException("The stack runs already");
    }
    Home home = Home.open(settings.home(), settings.fresh());
    try {
      settings.ports().requireFree();
      Optional<WebhookReceiver> webhooks = startWebhooks(home);
      try {
        running =
            new Running(home, Foundation.start(home, settings.ports(), allTargets()), webhooks);
      } finally {
        if (running == null) {
          webhooks.ifPresent(WebhookReceiver::close);
        }
      }
    } finally {
      if (running == null) {
        home.close();
      }
    }
  }

  private Optional<WebhookReceiver> startWebhooks(Home home) {
    return settings.webhooks()
        ? Optional.of(
            WebhookReceiver.start(settings.ports().webhook(), home.secrets().webhookSecret()))
        : Optional.empty();
  }

  /** Stops everything that runs: services, then Kafka, then PostgreSQL. */
  public synchronized void stop() {
    Running parts = running;
    if (parts != null) {
      running = null;
      // Whoever interrupts a start wants its parts to be stopped, not to be left in a hurry.
      boolean interrupted = Thread.interrupted();
      services.values().parallelStream().forEach(ServiceProcess::stop);
      services.clear();
      parts.webhooks().ifPresent(WebhookReceiver::close);
      parts.foundation().close();
      parts.home().close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Like {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }

  /** Starts the first instance of a service, on its usual port, and waits until it is ready. */
  public ServiceProcess startService(ServiceName service) {
    return startService(service, 1, settings.ports().http(service));
  }

  /**
   * Starts an instance of a service and waits until it is ready.
   *
   * @param instance counted from 1; an instance that ran before may be started again
   */
  public ServiceProcess startService(ServiceName service, int instance, int httpPort) {
    ServiceProcess process = launch(service, instance, httpPort);
    process.awaitHealthy(PATIENCE);
    return process;
  }

  /** Starts an instance of a service without waiting for it. */
  public synchronized ServiceProcess launch(ServiceName service, int instance, int httpPort) {
    Running parts = running();
    String name = instanceName(service, instance);
    ServiceProcess former = services.get(name);
    if (former != null && former.isAlive()) {
      throw new IllegalStateException(name + " runs already");
    }
    Map<String, String> environment =
        new ServiceEnvironment(
                parts.foundation().endpoints(), parts.foundation().databases(), parts.webhooks())
            .of(service, httpPort, parts.home().state(name));
    environment.putAll(settings.environment().getOrDefault(service, Map.of()));
    if (service == ServiceName.EXECUTOR) {
      parts.home().note("executor.env", environment);
    }
    ServicePrograms.Program program = settings.programs().of(service);
    Optional<ClassArchive.Use> classes = program.classes().map(ClassArchive::use);
    ServiceProcess process =
        ServiceProcess.start(
            name,
            httpPort,
            command(program, classes),
            classes,
            environment,
            parts.home().logs().resolve(name + ".log"),
            parts.home().run().resolve(name + ".pid"));
    services.put(name, process);
    process.watch(unexpectedEnd::complete);
    return process;
  }

  private List<String> command(
      ServicePrograms.Program program, Optional<ClassArchive.Use> classes) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings.jvmOptions());
    classes.map(ClassArchive.Use::options).ifPresent(command::addAll);
    command.addAll(List.of("-cp", program.classPath(), program.mainClass()));
    return command;
  }

  /** The first instance of a service. */
  public ServiceProcess service(ServiceName service) {
    return service(service, 1);
  }

  /** An instance of a service, whether it still runs or not. */
  public synchronized ServiceProcess service(ServiceName service, int instance) {
    ServiceProcess process = services.get(instanceName(service, instance));
    if (process == null) {
      throw new IllegalStateException(instanceName(service, instance) + " was never started");
    }
    return process;
  }

  /** Completes with the first service that ended without anybody here having asked for it. */
  public CompletableFuture<ServiceProcess> unexpectedEnd() {
    return unexpectedEnd.copy();
  }

  /** The broker, to be stopped and started again by whoever wants to see what happens then. */
  public EmbeddedKafka kafka() {
    return running().foundation().kafka();
  }

  /** How to reach the broker, and as whom; the superuser is {@code operator}. */
  public KafkaEndpoints kafkaEndpoints() {
    return running().foundation().endpoints();
  }

  /** Stops the broker and starts it again on the same data and ports. */
  public void restartKafka() {
    kafka().stop();
    kafka().start();
  }

  /** The durable cluster: the services' databases and the targets. */
  public PostgresCluster postgres() {
    return running().foundation().postgres();
  }

  /** The cluster on which policy rehearses. */
  public PostgresCluster scratch() {
    return running().foundation().scratch();
  }

  /** A service's database or a target, by its name, with the role that uses it. */
  public Database database(String name) {
    return running().foundation().databases().named(name);
  }

  /** The names of the targets, the default one first. */
  public List<String> targets() {
    return allTargets();
  }

  /** Where the first instance of a service answers. */
  public URI http(ServiceName service) {
    return URI.create("http://127.0.0.1:" + settings.ports().http(service));
  }

  /** What notifier delivers to, where the settings ask for it. */
  public Optional<WebhookReceiver> webhooks() {
    return running().webhooks();
  }

  /** Where the installation keeps everything. */
  public Path home() {
    return settings.home();
  }

  private List<String> allTargets() {
    return Stream.concat(Databases.TARGETS.stream(), settings.moreTargets().stream()).toList();
  }

  private Running running() {
    Running parts = running;
    if (parts == null) {
      throw new IllegalStateException("The stack does not run");
    }
    return parts;
  }

  private static String instanceName(ServiceName service, int instance) {
    return instance == 1 ? service.id() : service.id() + "-" + instance;
  }
}
