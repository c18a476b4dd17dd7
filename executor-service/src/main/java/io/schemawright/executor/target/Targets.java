package io.schemawright.executor.target;

import io.schemawright.executor.window.Calendar;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The targets by their names. One that is away is no reason for the service not to be ready. */
public final class Targets implements Part {
  private final Map<String, Target> targets = new TreeMap<>();

  /**
   * Opens a pool for each; none of them need be there yet.
   *
   * @param poolSize the most connections to each
   */
  public Targets(Collection<TargetSettings> settings, int poolSize) {
    settings.forEach(target -> targets.put(target.name(), new Target(target, poolSize)));
  }

  /** The target of that name. */
  public Optional<Target> find(String name) {
    return Optional.ofNullable(targets.get(name));
  }

  /** When the target of that name may be changed; at any time, where there is none. */
  public Calendar calendar(String name) {
    return find(name).map(Target::calendar).orElse(Calendar.ALWAYS);
  }

  /** All of them. */
  public List<Target> all() {
    return List.copyOf(targets.values());
  }

  /** The names of those that are being left alone for now. */
  public List<String> resting() {
    return targets.values().stream().filter(Target::rests).map(Target::name).toList();
  }

  @Override
  public String name() {
    return "targets";
  }

  @Override
  public Health check() {
    List<String> away = targets.values().stream().filter(Target::away).map(Target::name).toList();
    return away.isEmpty()
        ? Health.ok()
        : new Health(true, "do not answer, their changes wait: " + String.join(", ", away));
  }

  @Override
  public void close() {
    targets.values().forEach(Target::close);
  }
}
