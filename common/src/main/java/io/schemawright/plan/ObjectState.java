package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An object at one end of a plan.
 *
 * @param ref which one
 * @param object how it is; absent where it does not exist
 */
public record ObjectState(ObjectRef ref, @Nullable CatalogObject object) {
  public ObjectState {
    if (object != null && !object.ref().equals(ref)) {
      throw new IllegalArgumentException(object.ref() + " cannot be the state of " + ref);
    }
  }

  /** The states of {@code refs} as {@code found} has them. */
  public static Map<ObjectRef, ObjectState> of(
      Collection<ObjectRef> refs, Map<ObjectRef, CatalogObject> found) {
    return refs.stream()
        .collect(
            Collectors.toMap(Function.identity(), ref -> new ObjectState(ref, found.get(ref))));
  }

  /** The fingerprint of all of them together. */
  public static Fingerprint fingerprint(Collection<ObjectState> states) {
    return Fingerprint.ofState(
        states.stream().collect(Collectors.toMap(ObjectState::ref, ObjectState::fingerprint)));
  }

  /** The object's fingerprint; empty where it does not exist. */
  @JsonIgnore
  public Optional<Fingerprint> fingerprint() {
    return Optional.ofNullable(object).map(CatalogObject::fingerprint);
  }
}
