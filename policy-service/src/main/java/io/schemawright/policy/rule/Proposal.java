package io.schemawright.policy.rule;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Change;
import io.schemawright.change.CreateTable;
import io.schemawright.change.DesiredTable;
import io.schemawright.change.Work;
import io.schemawright.difference.AddColumn;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.Alteration;
import io.schemawright.plan.Effect;
import io.schemawright.plan.Finding;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Rehearsal;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the rules look at. Immutable.
 *
 * @param request what is asked for
 * @param submission how it came in
 * @param policySet the rules in force
 * @param surroundings the target as it will be after every approved change
 * @param alterations what each change alters; empty as long as it was not planned
 * @param works what work each change is; empty as long as it was not planned
 * @param rehearsal how the plan went; empty as long as it was not run
 */
public record Proposal(
    SchemaRequest request,
    Submission submission,
    PolicySet policySet,
    Surroundings surroundings,
    List<Placed> alterations,
    List<Work> works,
    Optional<Rehearsal> rehearsal) {

  /** An alteration and the place of its change in the request. */
  public record Placed(int change, Alteration alteration) {

    /** Where the change stands. */
    public String where() {
      return "$.changes[" + change + "]";
    }
  }

  /** A proposal that was not planned. */
  public Proposal(
      SchemaRequest request,
      Submission submission,
      PolicySet policySet,
      Surroundings surroundings,
      Optional<Rehearsal> rehearsal) {
    this(request, submission, policySet, surroundings, List.of(), List.of(), rehearsal);
  }

  public Proposal {
    alterations = List.copyOf(alterations);
    works = List.copyOf(works);
  }

  /** The tables that are to be created; a desired one is, if it is not there. */
  public Stream<Creation> creations() {
    return IntStream.range(0, request.changes().size())
        .boxed()
        .flatMap(
            index ->
                creation(request.changes().get(index)).map(c -> new Creation(index, c)).stream());
  }

  /** The columns that are made: those of new tables, and those that existing ones get. */
  public Stream<NewColumn> newColumns() {
    Stream<NewColumn> created =
        creations()
            .flatMap(Creation::columns)
            .map(
                placed ->
                    new NewColumn(placed.where(), placed.name(), placed.column().type(), false));
    Set<ObjectRef> made = made();
    Stream<NewColumn> added =
        alterations.stream()
            .filter(placed -> !made.contains(placed.alteration().object()))
            .flatMap(
                placed ->
                    placed.alteration() instanceof AddColumn add
                        ? Stream.of(
                            new NewColumn(
                                placed.where(),
                                add.column().name(),
                                writtenType(add.column()),
                                true))
                        : Stream.empty());
    return Stream.concat(created, added);
  }

  /** The tables that the request itself makes; before it was planned, those it says it does. */
  public Set<ObjectRef> made() {
    return Stream.concat(
            creations().map(Creation::table),
            alterations.stream()
                .map(Placed::alteration)
                .filter(AddTable.class::isInstance)
                .map(Alteration::object))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String writtenType(Column column) {
    return column.sequence() != null && column.identity() == null
        ? column.type().equals("bigint") ? "bigserial" : "serial"
        : column.type();
  }

  private Optional<CreateTable> creation(Change change) {
    if (change instanceof DesiredTable desired) {
      return Optional.of(desired.creation())
          .filter(
              table ->
                  table.touches().stream().noneMatch(ref -> surroundings.find(ref).isPresent()));
    }
    return change instanceof CreateTable create ? Optional.of(create) : Optional.empty();
  }

  /** What was seen to happen to what existed before. */
  public Stream<Effect> effects() {
    return rehearsal.stream().flatMap(seen -> seen.effects().stream());
  }

  /** The same proposal with what its rehearsal showed. */
  public Proposal rehearsed(Rehearsal seen) {
    return new Proposal(
        request, submission, policySet, surroundings, alterations, works, Optional.of(seen));
  }

  /** The same proposal with what its changes are. */
  public Proposal planned(List<Placed> altered, List<Work> worked) {
    return new Proposal(request, submission, policySet, surroundings, altered, worked, rehearsal);
  }

  /** The alterations of one kind, each with where its change stands. */
  public <A extends Alteration> Stream<Finding> about(
      Class<A> kind, BiFunction<String, A, Stream<Finding>> judge) {
    return alterations.stream()
        .filter(placed -> kind.isInstance(placed.alteration()))
        .flatMap(placed -> judge.apply(placed.where(), kind.cast(placed.alteration())));
  }

  /** The places of the changes that are such work. */
  public Stream<String> placesOf(Class<? extends Work> kind) {
    return IntStream.range(0, works.size())
        .filter(i -> kind.isInstance(works.get(i)))
        .mapToObj(i -> "$.changes[" + i + "]");
  }
}
