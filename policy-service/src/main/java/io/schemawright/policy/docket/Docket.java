package io.schemawright.policy.docket;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.change.Purge;
import io.schemawright.event.TargetDescribed;
import io.schemawright.policy.rule.Surroundings;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is remembered about one target: its objects and its requests. Not thread-safe. */
public final class Docket {
  private static final String TARGET = "target";

  private final TargetEntries entries;
  private final KnownObjects objects;
  private final RequestFiles requests;

  /** The docket of {@code target} in {@code entries}. */
  public Docket(String target, Entries entries) {
    this.entries = new TargetEntries(target, entries);
    this.objects = new KnownObjects(this.entries);
    this.requests = new RequestFiles(this.entries, new Deadlines(entries));
  }

  /** Its objects, as they are and as they will be. */
  public KnownObjects objects() {
    return objects;
  }

  /** The requests about it. */
  public RequestFiles requests() {
    return requests;
  }

  /** The target, once it has been reached. */
  public Optional<TargetDescribed> target() {
    return entries
        .read(TargetDescribed.class, TARGET)
        .filter(described -> described.postgresMajor() > 0);
  }

  /** Remembers what the target is like. */
  public void describe(TargetDescribed described) {
    entries.write(described, TARGET);
  }

  /**
   * What is around a request, which itself is left out.
   *
   * @param more what it is about without saying so
   * @param words names that are not written in it, but were seen to be meant
   */
  public Surroundings surroundings(SchemaRequest request, Implied more, Set<String> words) {
    Set<ObjectRef> whole = new TreeSet<>(request.touches());
    whole.addAll(more.touched());
    Set<ObjectRef> mentioned = new Mention(request, more.names(), words).there(objects);
    whole.addAll(mentioned);
    Set<ObjectRef> named = new TreeSet<>(whole);
    named.addAll(RequestFiles.refersTo(request));
    Map<ObjectRef, CatalogObject> around =
        new Neighbourhood(
                ref -> Optional.ofNullable(objects.state(ref).object()), objects::dependents)
            .around(named, whole);
    Map<ObjectRef, RequestId> pending = new HashMap<>();
    Map<ObjectRef, TableStatistics> statistics = new HashMap<>();
    for (ObjectRef ref : named) {
      requests
          .claims(ref)
          .filter(claim -> claim.touches() && !claim.approved())
          .filter(claim -> !claim.request().equals(request.requestId()))
          .findFirst()
          .ifPresent(claim -> pending.put(ref, claim.request()));
    }
    Set<ObjectRef> sized = new TreeSet<>(around.keySet());
    sized.addAll(named);
    sized.forEach(ref -> objects.size(ref).ifPresent(size -> statistics.put(ref, size)));
    return new Surroundings(
        around,
        pending,
        statistics,
        mentioned,
        target().map(TargetDescribed::windows),
        trashKeptUntil(request));
  }

  /** Until when what the request would purge is to be kept, where it purges anything. */
  private Optional<Instant> trashKeptUntil(SchemaRequest request) {
    return request.changes().stream()
        .filter(Purge.class::isInstance)
        .findFirst()
        .flatMap(change -> requests.closed(new RequestId(((Purge) change).request())))
        .map(RequestFiles.Closed::succeededAt)
        .flatMap(at -> target().map(TargetDescribed::trashRetention).map(at::plus));
  }

  /** The approved, unfinished requests that must be done before this one. */
  public List<RequestId> dependencies(SchemaRequest request) {
    Set<ObjectRef> touched = request.touches();
    Set<ObjectRef> named = new TreeSet<>(touched);
    named.addAll(RequestFiles.refersTo(request));
    named.addAll(new Mention(request, Set.of(), Set.of()).known(objects));
    return named.stream()
        .flatMap(
            ref ->
                requests
                    .claims(ref)
                    .filter(RequestFiles.Claim::approved)
                    .filter(claim -> claim.touches() || touched.contains(ref)))
        .map(RequestFiles.Claim::request)
        .filter(other -> !other.equals(request.requestId()))
        .distinct()
        .sorted(Comparator.comparing(RequestId::value))
        .toList();
  }
}
