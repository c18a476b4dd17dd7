package io.schemawright.policy.docket;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Change;
import io.schemawright.change.Purge;
import io.schemawright.event.DecisionMade;
import io.schemawright.plan.Plan;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The requests about one target, and what each has to do with which objects. Not thread-safe. */
public final class RequestFiles {
  private static final String CASE = "case";
  private static final String CLOSED = "closed";
  private static final String CLAIM = "claim";
  private static final String PARKED = "parked";

  /** What a request that is not at its end has to do with an object. */
  record Claim(RequestId request, boolean touches, boolean approved) {}

  /**
   * What is left of a request that is at its end, so that it is known when it comes again.
   *
   * @param revision the last one
   * @param number that of the last decision
   * @param succeeded whether what it asked for has happened
   * @param succeededAt when it was committed, by the target's clock; null as well where it was
   *     before that was kept
   * @param purgedBy the request that purged what it dropped, if one has
   */
  public record Closed(
      int revision,
      int number,
      boolean succeeded,
      @Nullable Instant succeededAt,
      @Nullable RequestId purgedBy) {

    private Closed purged(RequestId by) {
      return new Closed(revision, number, succeeded, succeededAt, by);
    }
  }

  private final TargetEntries entries;
  private final Deadlines deadlines;

  /** As it was read or written last: a file has some 10 kB of JSON, and is asked for repeatedly. */
  private final Map<RequestId, Optional<CaseFile>> files = new HashMap<>();

  RequestFiles(TargetEntries entries, Deadlines deadlines) {
    this.entries = entries;
    this.deadlines = deadlines;
  }

  /** The file of a request that is not at its end. */
  public Optional<CaseFile> file(RequestId request) {
    return files.computeIfAbsent(request, id -> entries.read(CaseFile.class, CASE, id.value()));
  }

  /** The last decision about a request that is at its end. */
  public Optional<Closed> closed(RequestId request) {
    return entries.read(Closed.class, CLOSED, request.value());
  }

  /** Keeps the file of a request, and what it has to do with which objects. */
  public void keep(CaseFile file) {
    DecisionMade decision = file.decision();
    file(decision.requestId()).ifPresent(this::forget);
    file.deadline().ifPresent(due -> deadlines.add(due, entries.target(), decision.requestId()));
    entries.write(file, CASE, decision.requestId().value());
    files.put(decision.requestId(), Optional.of(file));
    Set<ObjectRef> touched = touches(decision);
    touched.forEach(ref -> claim(ref, decision.requestId(), true, file.isApproved()));
    refersTo(decision.request()).stream()
        .filter(ref -> !touched.contains(ref))
        .forEach(ref -> claim(ref, decision.requestId(), false, file.isApproved()));
  }

  /** Closes a request that is at its end, and of which nothing has happened. */
  public void close(DecisionMade decision) {
    close(decision, null);
  }

  /** Closes a request of which everything has happened, at that time by the target's clock. */
  public void succeed(DecisionMade decision, Instant at) {
    close(decision, at);
    for (Change change : decision.request().changes()) {
      if (change instanceof Purge purge) {
        RequestId dropped = new RequestId(purge.request());
        closed(dropped)
            .ifPresent(
                known ->
                    entries.write(known.purged(decision.requestId()), CLOSED, dropped.value()));
      }
    }
  }

  private void close(DecisionMade decision, @Nullable Instant succeededAt) {
    RequestId request = decision.requestId();
    file(request).ifPresent(this::forget);
    entries.remove(CASE, request.value());
    files.put(request, Optional.empty());
    entries.write(
        new Closed(decision.revision(), decision.number(), succeededAt != null, succeededAt, null),
        CLOSED,
        request.value());
  }

  /** Keeps a request until its target is known. */
  public void park(long order, ParkedRequest parked) {
    entries.write(parked, PARKED, "%019d".formatted(order));
  }

  /** Takes out the requests that waited for the target, in the order in which they came. */
  public List<ParkedRequest> unpark() {
    List<ParkedRequest> waiting = entries.readAll(ParkedRequest.class, PARKED).toList();
    entries.removeAll(PARKED);
    return waiting;
  }

  /** What requests that are not at their end have to do with an object. */
  Stream<Claim> claims(ObjectRef ref) {
    return entries.readAll(Claim.class, CLAIM, ref.key());
  }

  /** The objects that other changes must be there for, those it touches itself left out. */
  static Set<ObjectRef> refersTo(SchemaRequest request) {
    Set<ObjectRef> refs = new TreeSet<>();
    request.changes().forEach(change -> refs.addAll(change.refersTo()));
    return refs;
  }

  private static Set<ObjectRef> touches(DecisionMade decision) {
    Plan plan = decision.plan();
    return plan == null ? decision.request().touches() : plan.objects();
  }

  private void claim(ObjectRef ref, RequestId request, boolean touches, boolean approved) {
    entries.write(new Claim(request, touches, approved), CLAIM, ref.key(), request.value());
  }

  private void forget(CaseFile file) {
    DecisionMade decision = file.decision();
    file.deadline().ifPresent(due -> deadlines.remove(due, entries.target(), decision.requestId()));
    Stream.concat(touches(decision).stream(), refersTo(decision.request()).stream())
        .forEach(ref -> entries.remove(CLAIM, ref.key(), decision.requestId().value()));
  }
}
