package io.schemawright.policy.rule;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Change;
import io.schemawright.change.CreateTable;
import io.schemawright.change.DesiredTable;
import io.schemawright.change.Purge;
import io.schemawright.change.Work;
import io.schemawright.difference.AddColumn;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.RenameTable;
import io.schemawright.plan.Effect;
import io.schemawright.plan.Finding;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Rehearsal;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.util.ArrayList;
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
 * @param written what statements that a person wrote were seen to alter; they are the last change
 */
public record Proposal(
    SchemaRequest request,
    Submission submission,
    PolicySet policySet,
    Surroundings surroundings,
    List<Placed> alterations,
    List<Work> works,
    Optional<Rehearsal> rehearsal,
    Optional<Written> written) {

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
    this(
        request,
        submission,
        policySet,
        surroundings,
        List.of(),
        List.of(),
        rehearsal,
        Optional.empty());
  }

  public Proposal {
    alterations = List.copyOf(alterations);
    works = List.copyOf(works);
  }

  /** The tables that are to be created; a desired one is, if it is not there. */
  public Stream<Creation> creations() {
    Stream<Creation> asked =
        IntStream.range(0, request.changes().size())
            .boxed()
            .flatMap(
                index ->
                    creation(request.changes().get(index))
                        .map(c -> new Creation(index, c))
                        .stream());
    return Stream.concat(asked, written.stream().flatMap(this::creations));
  }

  private Stream<Creation> creations(Written by) {
    return by.alterations().stream()
        .filter(AddTable.class::isInstance)
        .flatMap(add -> by.after().table(add.object()).stream())
        .map(table -> new Creation(last(), ChangesFor.table(table), true));
  }

  /** Statements that a person wrote are the last change of a request. */
  private int last() {
    return request.changes().size() - 1;
  }

  /** The names that tables get: those of new ones, and the new ones of those that are renamed. */
  public Stream<TableName> tableNames() {
    Stream<TableName> created =
        creations()
            .map(
                creation -> new TableName(creation.at(".table"), creation.change().table(), false));
    Stream<TableName> renamed =
        alterations.stream()
            .flatMap(
                placed ->
                    placed.alteration() instanceof RenameTable rename
                        ? Stream.of(new TableName(placed.where(), rename.to().name(), true))
                        : Stream.empty());
    return Stream.concat(created, renamed);
  }

  /**
   * The name that a table gets.
   *
   * @param where where it stands in the request
   * @param existing whether the table is there already, under another name
   */
  public record TableName(String where, String name, boolean existing) {}

  /** The columns that are made: those of new tables, and those that are added to any. */
  public Stream<NewColumn> newColumns() {
    Stream<NewColumn> created =
        creations()
            .flatMap(Creation::columns)
            .map(
                placed ->
                    new NewColumn(
                        placed.creation().table(),
                        placed.creation().index(),
                        placed.where(),
                        placed.name(),
                        placed.column().type(),
                        placed.creation().seen()));
    Stream<NewColumn> added =
        alterations.stream()
            .flatMap(
                placed ->
                    placed.alteration() instanceof AddColumn add
                        ? Stream.of(
                            new NewColumn(
                                add.object(),
                                placed.change(),
                                placed.where(),
                                add.column().name(),
                                NewColumn.writtenType(add.column()),
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

  /** The places of the changes that purge what was dropped. */
  public Stream<String> purges() {
    return IntStream.range(0, request.changes().size())
        .filter(i -> request.changes().get(i) instanceof Purge)
        .mapToObj(i -> "$.changes[" + i + "]");
  }

  /** Whether all it does is to purge what has been in the trash for as long as it is kept there. */
  public boolean onlyPurgesWhatIsDue() {
    return surroundings
        .trashKeptUntil()
        .filter(until -> !submission.receivedAt().isBefore(until))
        .isPresent();
  }

  /** The same proposal with what its rehearsal showed. */
  public Proposal rehearsed(Rehearsal seen, Optional<Written> by) {
    List<Placed> all = new ArrayList<>(alterations);
    by.ifPresent(
        known ->
            known.alterations().forEach(alteration -> all.add(new Placed(last(), alteration))));
    return new Proposal(
        request, submission, policySet, surroundings, all, works, Optional.of(seen), by);
  }

  /** The same proposal within what turned out to be around it. */
  public Proposal within(Surroundings around) {
    return new Proposal(
        request, submission, policySet, around, alterations, works, rehearsal, written);
  }

  /** The same proposal with what its changes are. */
  public Proposal planned(List<Placed> altered, List<Work> worked) {
    return new Proposal(
        request, submission, policySet, surroundings, altered, worked, rehearsal, written);
  }

  /** The alterations of one kind, each with where its change stands. */
  public <A extends Alteration> Stream<Finding> about(
      Class<A> kind, BiFunction<String, A, Stream<Finding>> judge) {
    return each(kind, (placed, alteration) -> judge.apply(placed.where(), alteration));
  }

  /** The same, each with its place among the changes. */
  <A extends Alteration> Stream<Finding> each(
      Class<A> kind, BiFunction<Placed, A, Stream<Finding>> judge) {
    return alterations.stream()
        .filter(placed -> kind.isInstance(placed.alteration()))
        .flatMap(placed -> judge.apply(placed, kind.cast(placed.alteration())));
  }

  /** The places of the changes that are such work. */
  public Stream<String> placesOf(Class<? extends Work> kind) {
    return IntStream.range(0, works.size())
        .filter(i -> kind.isInstance(works.get(i)))
        .mapToObj(i -> "$.changes[" + i + "]");
  }
}
