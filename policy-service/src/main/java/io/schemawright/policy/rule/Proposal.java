package io.schemawright.policy.rule;

import io.schemawright.change.CreateTable;
import io.schemawright.plan.Effect;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Rehearsal;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the rules look at. Immutable.
 *
 * @param request what is asked for
 * @param submission how it came in
 * @param policySet the rules in force
 * @param surroundings the target as it will be after every approved change
 * @param rehearsal how the plan went; empty as long as it was not run
 */
public record Proposal(
    SchemaRequest request,
    Submission submission,
    PolicySet policySet,
    Surroundings surroundings,
    Optional<Rehearsal> rehearsal) {

  /** The tables that are to be created. */
  public Stream<Creation> creations() {
    return IntStream.range(0, request.changes().size())
        .filter(index -> request.changes().get(index) instanceof CreateTable)
        .mapToObj(index -> new Creation(index, (CreateTable) request.changes().get(index)));
  }

  /** What was seen to happen to what existed before. */
  public Stream<Effect> effects() {
    return rehearsal.stream().flatMap(seen -> seen.effects().stream());
  }

  /** The same proposal with what its rehearsal showed. */
  public Proposal rehearsed(Rehearsal seen) {
    return new Proposal(request, submission, policySet, surroundings, Optional.of(seen));
  }
}
