package io.schemawright.plan;

import io.schemawright.catalog.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * What was seen in rehearsal to happen to an object that existed before.
 *
 * @param step the number of the step
 * @param kind what happened
 * @param object to what
 * @param lock the strongest mode held, for a lock
 */
public record Effect(int step, EffectKind kind, ObjectRef object, @Nullable LockMode lock) {
  public Effect {
    if ((kind == EffectKind.LOCK) != (lock != null)) {
      throw new IllegalArgumentException("a lock, and nothing else, has a mode; this is " + kind);
    }
  }
}
