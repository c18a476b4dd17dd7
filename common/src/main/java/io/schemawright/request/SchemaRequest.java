package io.schemawright.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Change;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request in its canonical form, as {@code docs/schemas/schema-request.schema.json} describes it.
 *
 * @param requestId the idempotency key
 * @param target the database to change
 * @param owner the team the objects belong to
 * @param requestedBy who asks, as they call themselves
 * @param justification why
 * @param relatedIssue where it is discussed
 * @param changes what is asked for, in order; one plan, one approval
 * @param notes what a reviewer wants to know
 * @param schedule when it may run
 * @param dryRun whether to stop after the verdict
 * @param waivers rules that the requester asks to be let off, with reasons
 */
public record SchemaRequest(
    RequestId requestId,
    String target,
    @Nullable String owner,
    String requestedBy,
    @Nullable String justification,
    @Nullable String relatedIssue,
    List<Change> changes,
    @Nullable Notes notes,
    @Nullable Schedule schedule,
    boolean dryRun,
    List<Waiver> waivers) {
  public SchemaRequest {
    if (target.isEmpty()) {
      throw new IllegalArgumentException("a request needs a target");
    }
    changes = List.copyOf(changes);
    waivers = List.copyOf(Objects.requireNonNullElse(waivers, List.of()));
  }

  /** The objects that are different afterwards, in the order of locks. */
  @JsonIgnore
  public SortedSet<ObjectRef> touches() {
    SortedSet<ObjectRef> touched = new TreeSet<>();
    changes.forEach(change -> touched.addAll(change.touches()));
    return touched;
  }
}
