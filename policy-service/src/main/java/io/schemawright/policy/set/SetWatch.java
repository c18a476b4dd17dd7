package io.schemawright.policy.set;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.plan.PolicyScope;
import io.schemawright.plan.PolicySet;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the policy sets of files in force, at the start and whenever the files have changed.
 *
 * <p>Where anything is wrong with any of them nothing changes: what was in force stays so, and the
 * log, a metric and the health check say why. A set whose file has gone stays in force as well.
 */
public final class SetWatch implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(SetWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final String DEFAULT = "default";

  /** Where the versions of the sets are kept. Thread-safe. */
  public interface Register {

    /** The newest version of each set. */
    List<PolicySet> inForce();

    /** Makes the set the newest of its name, and announces it where it is not already. */
    PolicySet putInForce(PolicySet set);
  }

  private final @Nullable Path place;
  private final SetReader reader;
  private final PolicySet builtIn;
  private final Register register;
  private final ScheduledExecutorService thread;
  private volatile List<String> complaints = List.of();
  private @Nullable SetFiles last;

  private SetWatch(@Nullable Path place, SetReader reader, PolicySet builtIn, Register register) {
    this.place = place;
    this.reader = reader;
    this.builtIn = builtIn;
    this.register = register;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "policy-files");
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /**
   * Puts in force what the files say, and from then on watches them.
   *
   * @param place the file, or the directory of the files; nothing where there are none
   * @param builtIn the set {@code default} where no file has it
   * @throws IllegalStateException if the files are wrong and nothing was ever in force; the message
   *     names every problem
   */
  public static SetWatch start(
      Optional<Path> place,
      SetReader reader,
      PolicySet builtIn,
      Register register,
      MeterRegistry metrics) {
    SetWatch watch = new SetWatch(place.orElse(null), reader, builtIn, register);
    watch.look();
    if (register.inForce().isEmpty()) {
      watch.close();
      throw new IllegalStateException(
          "The policy files are wrong, and there is no earlier version to go by:\n  "
              + String.join("\n  ", watch.complaints));
    }
    Gauge.builder("schemawright.policy.files.problems", () -> watch.complaints.size())
        .description("What is wrong with the files of policy sets")
        .register(metrics);
    if (place.isPresent()) {
      var unused =
          watch.thread.scheduleWithFixedDelay(
              watch::lookAgain,
              BETWEEN_LOOKS.toMillis(),
              BETWEEN_LOOKS.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    return watch;
  }

  private void lookAgain() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("the policy files could not be put in force, will try again");
    }
  }

  /** Looks at the files; changes something only where they have changed. */
  synchronized void look() {
    SetFiles files =
        place == null ? new SetFiles(List.of(), List.of()) : SetFiles.read(place, reader);
    if (files.equals(last)) {
      return;
    }
    if (files.problems().isEmpty()) {
      for (PolicySet set : wanted(files)) {
        PolicySet inForce = register.putInForce(set);
        LOG.atInfo()
            .addKeyValue("policySet", inForce.name())
            .addKeyValue("version", inForce.version())
            .log("the policy set is in force");
      }
    }
    List<String> wrong = complaints(files);
    wrong.forEach(
        complaint ->
            LOG.atError()
                .addKeyValue("reason", complaint)
                .log("policy files are wrong, what was in force stays so"));
    complaints = wrong;
    last = files;
  }

  private List<PolicySet> wanted(SetFiles files) {
    List<PolicySet> wanted = new ArrayList<>(files.sets());
    if (wanted.stream().noneMatch(set -> set.name().equals(DEFAULT))) {
      wanted.add(builtIn);
    }
    return wanted;
  }

  private List<String> complaints(SetFiles files) {
    List<String> all = new ArrayList<>();
    files.problems().forEach(problem -> all.add(problem.toString()));
    if (files.problems().isEmpty()) {
      Set<String> described =
          wanted(files).stream().map(PolicySet::name).collect(Collectors.toSet());
      register.inForce().stream()
          .filter(set -> !described.contains(set.name()) && isForSomething(set))
          .forEach(
              set ->
                  all.add(
                      "the set '%s' (version %d) has no file any more and stays in force; to end it, let a file apply it to no targets and no environments"
                          .formatted(set.name(), set.version())));
    }
    return List.copyOf(all);
  }

  private static boolean isForSomething(PolicySet set) {
    PolicyScope scope = set.appliesTo();
    return scope == null || !scope.targets().isEmpty() || !scope.environments().isEmpty();
  }

  @Override
  public String name() {
    return "policy-files";
  }

  @Override
  public Health check() {
    List<String> wrong = complaints;
    return wrong.isEmpty()
        ? Health.ok()
        : new Health(true, "what was in force stays so: " + String.join("; ", wrong));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
