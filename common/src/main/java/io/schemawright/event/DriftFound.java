package io.schemawright.event;

import io.schemawright.event.ExecutionSucceeded.ObjectVersion;
import java.util.List;

/**
 * Somebody changed a target without a request.
 *
 * @param target the database
 * @param objects what is different, each with the catalog version that says how it is now; at least
 *     one
 * @param difference what was done, for people, in an order in which it can be done
 * @param adopt the statements that lead from what was known to what is there
 * @param undo the statements that lead back
 * @param undoLosesData whether the way back drops something stored
 * @param remarks where statements are missing, or do not lead there exactly
 */
public record DriftFound(
    String target,
    List<ObjectVersion> objects,
    List<String> difference,
    List<String> adopt,
    List<String> undo,
    boolean undoLosesData,
    List<String> remarks)
    implements Event {
  public DriftFound {
    objects = List.copyOf(objects);
    difference = List.copyOf(difference);
    adopt = List.copyOf(adopt);
    undo = List.copyOf(undo);
    remarks = List.copyOf(remarks);
  }

  @Override
  public String key() {
    return target;
  }

  /** A version is reached once. */
  @Override
  public String part() {
    return objects.get(0).object().key() + "/" + objects.get(0).version();
  }
}
