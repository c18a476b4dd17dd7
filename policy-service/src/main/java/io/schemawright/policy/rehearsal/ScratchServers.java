package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.policy.plan.Draft;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The servers on which plans are tried out, one for each major version of the targets. Where there
 * is none of a target's version, or it is away, its plans are not rehearsable. Thread-safe.
 */
public final class ScratchServers implements Rehearsals, Part {
  private final List<ScratchServer> servers;

  private ScratchServers(List<ScratchServer> servers) {
    this.servers = List.copyOf(servers);
  }

  /** Connects to each; one that is away may come later. */
  public static ScratchServers open(ScratchSettings settings) {
    return new ScratchServers(settings.servers().stream().map(ScratchServer::open).toList());
  }

  @Override
  public Rehearsed rehearse(Draft draft, Target target) {
    return of(draft.postgresMajor())
        .map(server -> server.rehearse(draft, target))
        .orElseGet(() -> Rehearsed.notRehearsable(noneOf(draft.postgresMajor()), /* millis= */ 0));
  }

  @Override
  public SchemaState printed(int postgresMajor, SchemaState state, Set<ObjectRef> wanted) {
    return of(postgresMajor).map(server -> server.printed(state, wanted)).orElse(state);
  }

  private Optional<ScratchServer> of(int major) {
    return servers.stream().filter(server -> server.major() == major).findFirst();
  }

  private String noneOf(int major) {
    String present =
        servers.stream()
            .map(ScratchServer::major)
            .filter(known -> known != 0)
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return present.isEmpty()
        ? check().detail()
        : "the target is PostgreSQL %d, and the scratch servers that answer are PostgreSQL %s"
            .formatted(major, present);
  }

  @Override
  public String name() {
    return "scratch";
  }

  @Override
  public Health check() {
    return servers.stream()
        .map(ScratchServer::check)
        .filter(health -> !health.equals(Health.ok()))
        .findFirst()
        .orElseGet(Health::ok);
  }

  @Override
  public void close() {
    servers.forEach(ScratchServer::close);
  }
}
