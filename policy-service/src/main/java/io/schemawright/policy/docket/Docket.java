package io.schemawright.policy.docket;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Json;
import io.schemawright.event.TargetDescribed;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.policy.rule.Surroundings;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is remembered about one target: its catalog, the end states of approved and unfinished
 * changes laid over it, its requests. Not thread-safe.
 *
 * <p>Every key begins with the target's name; parts are separated by NUL, which no name holds.
 */
public final class Docket {
  private static final String TARGET = "target";
  private static final String CATALOG = "catalog";
  private static final String OVERLAY = "overlay";
  private static final String CASE = "case";
  private static final String CLOSED = "closed";
  private static final String CLAIM = "claim";
  private static final String PARKED = "parked";
  private static final String DEPENDENT = "dependent";
  private static final String NAMED = "named";

  /** What a request that is not at its end has to do with an object. */
  private record Claim(RequestId request, boolean touches, boolean approved) {}

  /**
   * What is left of a request that is at its end, so that it is known when it comes again.
   *
   * @param revision the last one
   * @param number that of the last decision
   * @param succeeded whether what it asked for has happened
   */
  public record Closed(int revision, int number, boolean succeeded) {}

  private record LaidStates(List<Laid> states) {}

  private final String target;
  private final Entries entries;
  private final Deadlines deadlines;

  /** The docket of {@code target} in {@code entries}. */
  public Docket(String target, Entries entries) {
    this.target = target;
    this.entries = entries;
    this.deadlines = new Deadlines(entries);
  }

  /** The target, once it has been reached. */
  public Optional<TargetDescribed> target() {
    return read(key(TARGET), TargetDescribed.class)
        .filter(described -> described.postgresMajor() > 0);
  }

  /** Remembers what the target is like. */
  public void describe(TargetDescribed described) {
    write(key(TARGET), described);
  }

  /** The object's record in the catalog, without what is laid over it. */
  public Optional<CatalogObjectChanged> catalogued(ObjectRef ref) {
    return read(key(CATALOG, ref.key()), CatalogObjectChanged.class);
  }

  /** The object's record in the catalog has changed; ends what was laid over it for that change. */
  public void catalogue(CatalogObjectChanged changed) {
    ObjectRef ref = changed.object().ref();
    if (catalogued(ref).filter(known -> known.version() > changed.version()).isPresent()) {
      return; // An earlier record, sent once more.
    }
    catalogued(ref).ifPresent(known -> unindex(known.object()));
    write(key(CATALOG, ref.key()), changed);
    keepLaid(ref, laid -> !laid.endsWith(changed));
    index(changed.object());
    indexLaid(ref);
  }

  /** The object is gone from the catalog. */
  public void uncatalogue(ObjectRef ref) {
    catalogued(ref).ifPresent(known -> unindex(known.object()));
    entries.put(key(CATALOG, ref.key()), null);
    keepLaid(ref, laid -> laid.state().object() != null && laid.version() == null);
    indexLaid(ref);
  }

  /** The object as it will be after every approved change. */
  public ObjectState state(ObjectRef ref) {
    List<Laid> laid = laid(ref);
    return laid.isEmpty()
        ? new ObjectState(ref, catalogued(ref).map(CatalogObjectChanged::object).orElse(null))
        : laid.get(laid.size() - 1).state();
  }

  /** Lays the end states of an approved plan over the catalog. */
  public void lay(RequestId request, Plan plan) {
    for (ObjectState state : plan.after()) {
      List<Laid> laid = new ArrayList<>(laid(state.ref()));
      laid.add(new Laid(request, state, null));
      writeLaid(state.ref(), laid);
      indexLaid(state.ref());
    }
  }

  private void indexLaid(ObjectRef ref) {
    laid(ref).stream()
        .map(laid -> laid.state().object())
        .filter(Objects::nonNull)
        .forEach(this::index);
  }

  /** Takes off what was laid over the catalog for a change that will not happen. */
  public void lift(RequestId request, Plan plan) {
    plan.objects().forEach(ref -> keepLaid(ref, laid -> !laid.request().equals(request)));
  }

  /** The same for those of the plan's objects that are not among {@code kept}. */
  public void liftUnless(RequestId request, Plan plan, Set<ObjectRef> kept) {
    plan.objects().stream()
        .filter(ref -> !kept.contains(ref))
        .forEach(ref -> keepLaid(ref, laid -> !laid.request().equals(request)));
  }

  /** A change has happened: what it led to stays laid until the catalog shows that version. */
  public void expect(RequestId request, ObjectRef ref, long version) {
    if (catalogued(ref).filter(known -> known.version() >= version).isPresent()) {
      keepLaid(ref, laid -> !laid.request().equals(request));
      return;
    }
    writeLaid(
        ref,
        laid(ref).stream()
            .map(
                laid ->
                    laid.request().equals(request)
                        ? new Laid(request, laid.state(), version)
                        : laid)
            .toList());
  }

  /** The file of a request that is not at its end. */
  public Optional<CaseFile> file(RequestId request) {
    return read(key(CASE, request.value()), CaseFile.class);
  }

  /** The last decision about a request that is at its end. */
  public Optional<Closed> closed(RequestId request) {
    return read(key(CLOSED, request.value()), Closed.class);
  }

  /** Keeps the file of a request, and what it has to do with which objects. */
  public void keep(CaseFile file) {
    DecisionMade decision = file.decision();
    file(decision.requestId()).ifPresent(this::forget);
    file.deadline().ifPresent(due -> deadlines.add(due, target, decision.requestId()));
    write(key(CASE, decision.requestId().value()), file);
    Set<ObjectRef> touched = touches(decision);
    touched.forEach(ref -> claim(ref, decision.requestId(), true, file.isApproved()));
    refersTo(decision.request()).stream()
        .filter(ref -> !touched.contains(ref))
        .forEach(ref -> claim(ref, decision.requestId(), false, file.isApproved()));
  }

  /** Closes a request that is at its end; {@code succeeded} if what it asked for has happened. */
  public void close(DecisionMade decision, boolean succeeded) {
    RequestId request = decision.requestId();
    file(request).ifPresent(this::forget);
    entries.put(key(CASE, request.value()), null);
    write(
        key(CLOSED, request.value()),
        new Closed(decision.revision(), decision.number(), succeeded));
  }

  /** Keeps a request until its target is known. */
  public void park(long order, ParkedRequest parked) {
    write(key(PARKED, "%019d".formatted(order)), parked);
  }

  /** Takes out the requests that waited for the target, in the order in which they came. */
  public List<ParkedRequest> unpark() {
    SortedMap<String, byte[]> waiting = entries.startingWith(key(PARKED, ""));
    waiting.keySet().forEach(key -> entries.put(key, null));
    return waiting.values().stream().map(value -> decode(value, ParkedRequest.class)).toList();
  }

  /**
   * What is around a request, which itself is left out.
   *
   * @param more objects that it touches without naming them
   * @param names names that are not written in it, but were seen to be meant
   */
  public Surroundings surroundings(SchemaRequest request, Set<ObjectRef> more, Set<String> names) {
    Set<ObjectRef> named = named(request);
    named.addAll(more);
    Set<ObjectRef> whole = new TreeSet<>(request.touches());
    whole.addAll(more);
    Set<ObjectRef> mentioned = mentioned(request, names);
    named.addAll(mentioned);
    whole.addAll(mentioned);
    Map<ObjectRef, CatalogObject> objects =
        new Neighbourhood(ref -> Optional.ofNullable(state(ref).object()), this::dependents)
            .around(named, whole);
    Map<ObjectRef, RequestId> pending = new HashMap<>();
    Map<ObjectRef, TableStatistics> statistics = new HashMap<>();
    for (ObjectRef ref : named) {
      claims(ref)
          .filter(claim -> claim.touches() && !claim.approved())
          .filter(claim -> !claim.request().equals(request.requestId()))
          .findFirst()
          .ifPresent(claim -> pending.put(ref, claim.request()));
    }
    Set<ObjectRef> sized = new TreeSet<>(objects.keySet());
    sized.addAll(named);
    sized.forEach(ref -> size(ref).ifPresent(size -> statistics.put(ref, size)));
    return new Surroundings(
        objects, pending, statistics, mentioned, target().map(TargetDescribed::windows));
  }

  private Set<ObjectRef> named(SchemaRequest request) {
    Set<ObjectRef> named = new TreeSet<>(request.touches());
    named.addAll(refersTo(request));
    named.addAll(mentioned(request, Set.of()));
    return named;
  }

  /** The objects whose names stand in statements that a person wrote. */
  private Set<ObjectRef> mentioned(SchemaRequest request, Set<String> names) {
    Set<ObjectRef> mentioned = new TreeSet<>();
    Set<String> words = new TreeSet<>(names);
    request.changes().forEach(change -> words.addAll(change.words()));
    for (String word : words) {
      entries
          .startingWith(key(NAMED, word, ""))
          .values()
          .forEach(
              ref -> {
                ObjectRef found = ObjectRef.parse(new String(ref, UTF_8));
                if (state(found).object() != null) {
                  mentioned.add(found);
                }
              });
    }
    return mentioned;
  }

  private List<ObjectRef> dependents(ObjectRef ref) {
    return entries.startingWith(key(DEPENDENT, ref.key(), "")).values().stream()
        .map(value -> ObjectRef.parse(new String(value, UTF_8)))
        .toList();
  }

  /** Remembers what the object rests on and how it is named; stale entries are seen through. */
  private void index(CatalogObject object) {
    byte[] key = object.ref().key().getBytes(UTF_8);
    Neighbourhood.names(object)
        .forEach(name -> entries.put(key(NAMED, name, object.ref().key()), key));
    Neighbourhood.restsOn(object.definition())
        .forEach(on -> entries.put(key(DEPENDENT, on.key(), object.ref().key()), key));
  }

  private void unindex(CatalogObject object) {
    Neighbourhood.names(object)
        .forEach(name -> entries.put(key(NAMED, name, object.ref().key()), null));
    Neighbourhood.restsOn(object.definition())
        .forEach(on -> entries.put(key(DEPENDENT, on.key(), object.ref().key()), null));
  }

  /** The approved, unfinished requests that must be done before this one. */
  public List<RequestId> dependencies(SchemaRequest request) {
    Set<ObjectRef> touched = request.touches();
    return named(request).stream()
        .flatMap(
            ref ->
                claims(ref)
                    .filter(Claim::approved)
                    .filter(claim -> claim.touches() || touched.contains(ref)))
        .map(Claim::request)
        .filter(other -> !other.equals(request.requestId()))
        .distinct()
        .sorted(Comparator.comparing(RequestId::value))
        .toList();
  }

  private Optional<TableStatistics> size(ObjectRef ref) {
    Optional<CatalogObjectChanged> known = catalogued(ref);
    if (known.isEmpty() && state(ref).object() != null) {
      return Optional.of(new TableStatistics(0, 0, 0)); // Approved, not there yet: without rows.
    }
    return known.flatMap(changed -> Optional.ofNullable(changed.statistics()));
  }

  /** The objects that other changes must be there for, those it touches itself left out. */
  private static Set<ObjectRef> refersTo(SchemaRequest request) {
    Set<ObjectRef> refs = new TreeSet<>();
    request.changes().forEach(change -> refs.addAll(change.refersTo()));
    return refs;
  }

  private static Set<ObjectRef> touches(DecisionMade decision) {
    Plan plan = decision.plan();
    return plan == null ? decision.request().touches() : plan.objects();
  }

  private void claim(ObjectRef ref, RequestId request, boolean touches, boolean approved) {
    write(key(CLAIM, ref.key(), request.value()), new Claim(request, touches, approved));
  }

  private void forget(CaseFile file) {
    DecisionMade decision = file.decision();
    file.deadline().ifPresent(due -> deadlines.remove(due, target, decision.requestId()));
    Stream.concat(touches(decision).stream(), refersTo(decision.request()).stream())
        .forEach(ref -> entries.put(key(CLAIM, ref.key(), decision.requestId().value()), null));
  }

  private Stream<Claim> claims(ObjectRef ref) {
    return entries.startingWith(key(CLAIM, ref.key(), "")).values().stream()
        .map(value -> decode(value, Claim.class));
  }

  private List<Laid> laid(ObjectRef ref) {
    return read(key(OVERLAY, ref.key()), LaidStates.class)
        .map(LaidStates::states)
        .orElse(List.of());
  }

  private void keepLaid(ObjectRef ref, Predicate<Laid> kept) {
    List<Laid> laid = laid(ref);
    if (!laid.isEmpty()) {
      writeLaid(ref, laid.stream().filter(kept).toList());
    }
  }

  private void writeLaid(ObjectRef ref, List<Laid> laid) {
    if (laid.isEmpty()) {
      entries.put(key(OVERLAY, ref.key()), null);
    } else {
      write(key(OVERLAY, ref.key()), new LaidStates(laid));
    }
  }

  private String key(String... parts) {
    return target + '\0' + String.join("\0", parts);
  }

  private <T> Optional<T> read(String key, Class<T> type) {
    byte[] value = entries.get(key);
    return value == null ? Optional.empty() : Optional.of(decode(value, type));
  }

  private void write(String key, Object value) {
    try {
      entries.put(key, Json.mapper().writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a " + value.getClass().getSimpleName(), e);
    }
  }

  private static <T> T decode(byte[] value, Class<T> type) {
    try {
      return Json.mapper().readValue(value, type);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read a " + type.getSimpleName(), e);
    }
  }
}
