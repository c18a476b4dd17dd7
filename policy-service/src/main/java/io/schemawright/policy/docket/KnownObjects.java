package io.schemawright.policy.docket;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.ExecutionStale;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Trash;
import io.schemawright.request.RequestId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The objects of one target: its catalog, and the end states of approved and unfinished changes
 * laid over it. Not thread-safe.
 */
public final class KnownObjects {
  private static final String CATALOG = "catalog";
  private static final String OVERLAY = "overlay";
  private static final String DEPENDENT = "dependent";
  private static final String NAMED = "named";

  private record LaidStates(List<Laid> states) {}

  private final TargetEntries entries;

  KnownObjects(TargetEntries entries) {
    this.entries = entries;
  }

  /** The object's record in the catalog, without what is laid over it. */
  public Optional<CatalogObjectChanged> catalogued(ObjectRef ref) {
    return entries.read(CatalogObjectChanged.class, CATALOG, ref.key());
  }

  /** The object's record in the catalog has changed; ends what was laid over it for that change. */
  public void catalogue(CatalogObjectChanged changed) {
    ObjectRef ref = changed.object().ref();
    if (catalogued(ref).filter(known -> known.version() > changed.version()).isPresent()) {
      return; // An earlier record, sent once more.
    }
    catalogued(ref).ifPresent(known -> unindex(known.object()));
    entries.write(changed, CATALOG, ref.key());
    keepLaid(ref, laid -> !laid.endsWith(changed));
    index(changed.object());
    indexLaid(ref);
  }

  /** The object is gone from the catalog. */
  public void uncatalogue(ObjectRef ref) {
    catalogued(ref).ifPresent(known -> unindex(known.object()));
    entries.remove(CATALOG, ref.key());
    keepLaid(ref, laid -> laid.state().object() != null && laid.version() == null);
    indexLaid(ref);
  }

  /** Somebody has seen how the object is, which the catalog need not show yet. */
  public void found(String target, ExecutionStale.Found found) {
    ObjectRef ref = found.state().ref();
    CatalogObject object = found.state().object();
    if (Trash.holds(ref)) {
      return; // Of which the catalog does not tell.
    }
    if (object != null) {
      catalogue(
          new CatalogObjectChanged(target, object, found.version(), null, found.statistics()));
    } else if (catalogued(ref).filter(known -> known.version() > found.version()).isEmpty()) {
      uncatalogue(ref);
    }
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

  /** The objects that one of these words may name, in whatever schema; some may be gone. */
  Set<ObjectRef> named(Set<String> words) {
    return words.stream()
        .flatMap(word -> entries.references(NAMED, word).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The objects that may have one of these names, or an index or a sequence of that name; some may
   * be gone.
   */
  Set<ObjectRef> having(Set<RelationName> names) {
    return names.stream()
        .flatMap(name -> entries.references(NAMED, name.name(), name.schema()).stream())
        .filter(ref -> ref.kind() != ObjectKind.FUNCTION) // They have a name space of their own.
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether the object is there and has one of these names. */
  boolean has(ObjectRef ref, Set<String> names) {
    CatalogObject object = state(ref).object();
    return object != null && !Collections.disjoint(Neighbourhood.names(object), names);
  }

  /** The objects that rest on this one, as far as is known. */
  List<ObjectRef> dependents(ObjectRef ref) {
    return entries.references(DEPENDENT, ref.key());
  }

  /** How big a table is, as far as is known. */
  Optional<TableStatistics> size(ObjectRef ref) {
    Optional<CatalogObjectChanged> known = catalogued(ref);
    if (known.isEmpty() && state(ref).object() != null) {
      return Optional.of(new TableStatistics(0, 0, 0)); // Approved, not there yet: without rows.
    }
    return known.flatMap(changed -> Optional.ofNullable(changed.statistics()));
  }

  /** Remembers what the object rests on and how it is named; stale entries are seen through. */
  private void index(CatalogObject object) {
    ObjectRef ref = object.ref();
    Neighbourhood.names(object)
        .forEach(name -> entries.refer(ref, NAMED, name, ref.schema(), ref.key()));
    Neighbourhood.restsOn(object.definition())
        .forEach(on -> entries.refer(ref, DEPENDENT, on.key(), ref.key()));
  }

  private void unindex(CatalogObject object) {
    ObjectRef ref = object.ref();
    Neighbourhood.names(object)
        .forEach(name -> entries.remove(NAMED, name, ref.schema(), ref.key()));
    Neighbourhood.restsOn(object.definition())
        .forEach(on -> entries.remove(DEPENDENT, on.key(), ref.key()));
  }

  private List<Laid> laid(ObjectRef ref) {
    return entries
        .read(LaidStates.class, OVERLAY, ref.key())
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
      entries.remove(OVERLAY, ref.key());
    } else {
      entries.write(new LaidStates(laid), OVERLAY, ref.key());
    }
  }
}
