package io.schemawright.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One real Kafka broker, its own controller, inside this JVM.
 *
 * <p>Listens on 127.0.0.1 only: without authentication on {@link #outsiders()}, with SCRAM-SHA-512
 * on {@link #services()}. Nobody may do anything that no ACL grants, except the superusers; the
 * anonymous is none. Data and ACLs survive {@link #stop()} and a kill -9 of the JVM; an unclean end
 * delays the next start by up to nine seconds. Ports chosen at the first start stay.
 *
 * <p>Thread-safe. Methods that start throw {@link IllegalStateException} when the broker does not
 * start (a port is taken, the directory is in use) and leave nothing running.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int ATTEMPTS_ON_CHOSEN_PORTS = 3;

  private final BrokerSettings settings;
  private final Path logDirectory;
  private final Path usersFingerprint;
  private final String brokerPassword = randomPassword();

  private int outsidersPort;
  private int servicesPort;
  private int controllerPort;
  private @Nullable KafkaRaftServer server;

  private EmbeddedKafka(BrokerSettings settings) {
    this.settings = settings;
    this.logDirectory = settings.directory().resolve("log");
    this.usersFingerprint = settings.directory().resolve("users.sha256");
  }

  /** Starts a broker and returns when it takes requests. */
  public static EmbeddedKafka start(BrokerSettings settings) {
    EmbeddedKafka kafka = new EmbeddedKafka(settings);
    boolean portsAreChosen =
        settings.outsidersPort() == 0
            || settings.servicesPort() == 0
            || settings.controllerPort() == 0;
    int attempts = portsAreChosen ? ATTEMPTS_ON_CHOSEN_PORTS : 1;
    for (int attempt = 1; ; attempt++) {
      kafka.choosePorts();
      try {
        kafka.start();
        return kafka;
      } catch (IllegalStateException e) {
        if (attempt == attempts) {
          throw e;
        }
        LOG.info("Kafka did not start on the chosen ports; choosing others", e);
      }
    }
  }

  /** Starts it again after {@link #stop()}, on the same ports; does nothing when it runs. */
  public synchronized void start() {
    if (server != null) {
      return;
    }
    long begin = System.nanoTime();
    boolean fresh = !Files.exists(logDirectory.resolve("meta.properties"));
    if (fresh) {
      format();
    }
    KafkaRaftServer starting = RootLocale.during(this::startServer);
    try {
      if (!fresh) {
        bringUsersUpToDate();
      }
    } catch (RuntimeException e) {
      shutDown(starting, e);
      throw e;
    }
    server = starting;
    LOG.atInfo()
        .addKeyValue("outsiders", outsiders())
        .addKeyValue("services", services())
        .addKeyValue("millis", (System.nanoTime() - begin) / 1_000_000)
        .log("Kafka is up");
  }

  /** Stops it in good order, keeping data and ports; does nothing when it does not run. */
  public synchronized void stop() {
    KafkaRaftServer running = server;
    if (running != null) {
      server = null;
      running.shutdown();
      running.awaitShutdown();
    }
  }

  /** Like {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }

  /** Whether it was started and not stopped since. */
  public synchronized boolean isRunning() {
    return server != null;
  }

  /** Bootstrap address of the listener without authentication. */
  public synchronized String outsiders() {
    return "127.0.0.1:" + outsidersPort;
  }

  /** Bootstrap address of the listener with SCRAM-SHA-512. */
  public synchronized String services() {
    return "127.0.0.1:" + servicesPort;
  }

  /**
   * Both addresses with the users' passwords.
   *
   * @param superuser the one for administration
   */
  public KafkaEndpoints endpoints(String superuser) {
    return new KafkaEndpoints(outsiders(), services(), settings.users(), superuser);
  }

  /** Adds a SCRAM user, or changes the password of one, and returns when it can log in. */
  public void putUser(String name, String password) {
    applyUsers(Map.of(name, password));
  }

  private KafkaRaftServer startServer() {
    KafkaRaftServer starting = null;
    try {
      starting = new KafkaRaftServer(new KafkaConfig(properties()), Time.SYSTEM);
      starting.startup();
      return starting;
    } catch (RuntimeException e) {
      if (starting != null) {
        shutDown(starting, e);
      }
      throw new IllegalStateException(
          "The Kafka broker in " + settings.directory() + " did not start", e);
    }
  }

  private synchronized void choosePorts() {
    List<Integer> free = FreePorts.choose(3);
    outsidersPort = settings.outsidersPort() == 0 ? free.get(0) : settings.outsidersPort();
    servicesPort = settings.servicesPort() == 0 ? free.get(1) : settings.servicesPort();
    controllerPort = settings.controllerPort() == 0 ? free.get(2) : settings.controllerPort();
  }

  private Map<String, String> properties() {
    Map<String, String> properties =
        new HashMap<>(
            BrokerProperties.of(
                "127.0.0.1",
                "127.0.0.1",
                outsidersPort,
                servicesPort,
                controllerPort,
                brokerPassword,
                settings.superusers()));
    properties.put("log.dirs", logDirectory.toString());
    properties.putAll(settings.overrides());
    return properties;
  }

  /** The marker file meta.properties is written last, so a start that died in here is repeated. */
  private void format() {
    try {
      Files.createDirectories(logDirectory);
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(BrokerProperties.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(logDirectory.toString())
          .setMetadataLogDirectory(logDirectory.toString())
          .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
          .setScramArguments(new ArrayList<>(ScramUsers.asFormatArguments(settings.users())))
          .run();
      rememberUsers();
    } catch (Exception e) {
      throw new IllegalStateException("Could not format " + logDirectory, e);
    }
  }

  private void bringUsersUpToDate() {
    try {
      String known =
          Files.exists(usersFingerprint) ? Files.readString(usersFingerprint).strip() : "";
      if (!known.equals(ScramUsers.fingerprint(settings.users()))) {
        applyUsers(settings.users());
        rememberUsers();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read or write " + usersFingerprint, e);
    }
  }

  private void rememberUsers() throws IOException {
    Files.writeString(usersFingerprint, ScramUsers.fingerprint(settings.users()) + "\n");
  }

  private void applyUsers(Map<String, String> users) {
    if (users.isEmpty()) {
      return;
    }
    Map<String, Object> login = new HashMap<>(BrokerProperties.brokerLogin(brokerPassword));
    login.put("bootstrap.servers", services());
    try (Admin admin = Admin.create(login)) {
      ScramUsers.apply(admin, services(), users);
    }
  }

  private static void shutDown(KafkaRaftServer server, RuntimeException cause) {
    try {
      server.shutdown();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  static String randomPassword() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
