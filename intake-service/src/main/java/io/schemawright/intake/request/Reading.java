package io.schemawright.intake.request;

import io.schemawright.change.Problem;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a message says.
 *
 * @param form the form it is written in; {@code unknown} where it is in none
 * @param contentHash SHA-256 of what it asks for, in hexadecimal digits
 * @param statedId the id it gives itself
 * @param target the database it names, or the default one; absent where that is no name
 * @param requestedBy who asks; {@code unknown} where it does not say
 * @param problems everything that is wrong with it, with paths into the message
 * @param request the canonical request, under an id yet to be decided; absent where there are
 *     problems
 */
public record Reading(
    String form,
    String contentHash,
    Optional<RequestId> statedId,
    @Nullable String target,
    String requestedBy,
    List<Problem> problems,
    Optional<SchemaRequest> request) {
  public Reading {
    problems = List.copyOf(problems);
  }

  /** The same with one more problem. */
  public Reading with(Problem problem) {
    List<Problem> all = new ArrayList<>(problems);
    all.add(problem);
    return new Reading(form, contentHash, statedId, target, requestedBy, all, Optional.empty());
  }

  /** The canonical request under its id; only where there are no problems. */
  public SchemaRequest request(RequestId id) {
    SchemaRequest undecided = request.orElseThrow();
    return new SchemaRequest(
        id,
        undecided.target(),
        undecided.owner(),
        undecided.requestedBy(),
        undecided.justification(),
        undecided.relatedIssue(),
        undecided.changes(),
        undecided.notes(),
        undecided.schedule(),
        undecided.dryRun(),
        undecided.waivers());
  }
}
