package io.schemawright.local;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code bin/up}: starts a {@link Stack}, says where everything is, and stops it when told to.
 *
 * <p>Ends with status 0 after SIGTERM or Ctrl-C, 2 for a wrong command line, 1 for all else.
 */
public final class Up {
  private static final String POLICIES = "SCHEMAWRIGHT_POLICIES";
  private final Options options;
  private final Stack stack;
  private volatile @Nullable StatusPage statusPage;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicInteger status = new AtomicInteger();
  private volatile boolean ready;

  private Up(Options options, ServicePrograms programs) {
    this.options = options;
    this.stack =
        new Stack(
            policies(StackSettings.of(options.home(), options.ports(), programs))
                .withFresh(options.fresh())
                .withWebhooks(options.demo()));
  }

  /** Those of the checkout, unless the environment names others. */
  private static StackSettings policies(StackSettings settings) {
    String chosen = System.getenv(POLICIES);
    Path shipped = repository().resolve("deploy/policies").toAbsolutePath();
    return settings.withEnvironment(
        ServiceName.POLICY, POLICIES, chosen == null ? shipped.toString() : chosen);
  }

  private static Path repository() {
    return Path.of(System.getProperty("schemawright.repository", "."));
  }

  /** Expects the checkout's directory in the system property {@code schemawright.repository}. */
  public static void main(String[] arguments) {
    Path repository = repository();
    run(
        List.of(arguments),
        repository.resolve(".schemawright"),
        () -> ServicePrograms.built(repository));
  }

  /** Where the programs come from, looked up only when they are needed. */
  interface Programs {
    ServicePrograms find();
  }

  static void run(List<String> arguments, Path defaultHome, Programs programs) {
    try {
      Options options = Options.parse(arguments, defaultHome);
      if (options.help()) {
        System.out.print(Options.HELP);
        return;
      }
      // Before the first logger is made: its file lies in there.
      System.setProperty("schemawright.home", options.home().toString());
      new Up(options, programs.find()).run();
    } catch (UsageError e) {
      System.err.println(e.getMessage() + ". bin/up --help names all options.");
      System.exit(2);
    } catch (CannotStart e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run() {
    Thread starter = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starter), "stop"));
    long begin = System.nanoTime();
    try {
      stack.start();
    } catch (CannotStart e) {
      if (isStopping()) {
        return;
      }
      status.set(1);
      throw e;
    }
    StatusPage page = StatusPage.start(options.ports().status(), new StatusCheck(stack));
    statusPage = page;
    announce((System.nanoTime() - begin) / 1_000_000_000.0, page);
    if (options.demo()) {
      Demo.run(stack);
    }
    System.out.println("ready");
    System.out.flush();
    ready = true;
    untilServiceEnds();
  }

  private void announce(double seconds, StatusPage page) {
    String addresses =
        """
        Schemawright runs. It took %.1f s; its data is in %s
          status          %s
          REST            %s
          health          %s/health, and of policy %s, executor %s, notifier %s
          metrics         the same with /metrics
          Kafka           %s without login, %s for the services
          PostgreSQL      targets %s and %s (role postgres, no password)
          logs            %s
        Ctrl-C stops it.
        """
            .formatted(
                seconds,
                options.home(),
                page.url(),
                stack.http(ServiceName.INTAKE),
                stack.http(ServiceName.INTAKE),
                stack.http(ServiceName.POLICY),
                stack.http(ServiceName.EXECUTOR),
                stack.http(ServiceName.NOTIFIER),
                stack.kafka().outsiders(),
                stack.kafka().services(),
                stack.database("sandbox").url(),
                stack.database("orders").url(),
                options.home().resolve("logs"));
    System.out.print(addresses);
  }

  private void untilServiceEnds() {
    ServiceProcess ended = stack.unexpectedEnd().join();
    if (endsByTheSameSignal()) {
      return;
    }
    status.set(1);
    System.err.println(ended.obituary());
    System.err.println("Stopping everything.");
    System.exit(1);
  }

  /** Ctrl-C goes to our children as well, and may reach them first. */
  private boolean endsByTheSameSignal() {
    try {
      return stopping.await(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** Where {@code bin/up} wants this run to make later starts faster. */
  private void leaveClasses() {
    String file = System.getProperty("schemawright.classes");
    if (ready && file != null) {
      try {
        ClassArchive.leaveOwn(Path.of(file));
      } catch (RuntimeException e) {
        System.err.println("The next start will be as slow as this one was: " + e);
      }
    }
  }

  /** Runs when the JVM has been told to end. */
  private void stop(Thread starter) {
    stopping.countDown();
    // A start under way ends at its next wait, after which the lock of the stack is free.
    starter.interrupt();
    StatusPage page = statusPage;
    if (page != null) {
      page.close();
    }
    try {
      stack.stop();
    } catch (RuntimeException e) {
      System.err.println("Not everything stopped as it should: " + e);
      status.set(1);
    }
    leaveClasses();
    // Without this, a signal's number would be the status of an orderly stop.
    Runtime.getRuntime().halt(status.get());
  }
}
