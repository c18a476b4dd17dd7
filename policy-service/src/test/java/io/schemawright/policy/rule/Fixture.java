package io.schemawright.policy.rule;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.change.Change;
import io.schemawright.change.CreateTable;
import io.schemawright.change.Purge;
import io.schemawright.difference.Difference;
import io.schemawright.event.Json;
import io.schemawright.plan.Finding;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Severity;
import io.schemawright.policy.PolicySettingsTest;
import io.schemawright.policy.plan.CompletedPlans;
import io.schemawright.policy.plan.Planned;
import io.schemawright.policy.plan.Planner;
import io.schemawright.policy.plan.Printing;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Schedule;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A rule's fixture: requests with the findings that are expected of it. */
record Fixture(List<Case> accepts, List<Case> refuses) {
  /** Policy as it is by default. */
  static final PolicySet POLICY_SET = PolicySettingsTest.settings(Map.of()).policySet();

  private static final Pattern CHANGE = Pattern.compile("^\\$\\.changes\\[(\\d+)]");

  /** What is expected of a finding. */
  record Expected(Severity severity, String where) {}

  /** A proposal in short. */
  record Case(
      @JsonProperty("case") String name,
      List<Change> changes,
      @Nullable String form,
      @Nullable List<CreateTable> existing,
      @Nullable Map<String, Integer> partitions,
      @Nullable Map<String, List<Change>> pending,
      @Nullable Rehearsal rehearsal,
      @Nullable List<Expected> findings,
      @Nullable List<CreateTable> becomes,
      @Nullable Map<String, String> renamed,
      @Nullable Map<String, List<List<String>>> enums,
      @Nullable PolicySet policySet,
      @Nullable Map<String, TableStatistics> sizes,
      @Nullable Schedule schedule,
      @Nullable List<String> windows,
      @Nullable Instant trashKeptUntil) {

    /** The same with what a finding offers in the place of the change that it is about. */
    Case with(Finding finding) {
      Matcher place = CHANGE.matcher(finding.where());
      if (!place.find()) {
        throw new AssertionError("an offer needs the place of a change, not " + finding.where());
      }
      int index = Integer.parseInt(place.group(1));
      List<Change> replaced = new ArrayList<>(changes);
      replaced.remove(index);
      replaced.addAll(index, sent(finding.instead()));
      return new Case(
          name,
          replaced,
          form,
          existing,
          partitions,
          pending,
          null,
          null,
          null,
          null,
          null,
          policySet,
          sizes,
          schedule,
          windows,
          trashKeptUntil);
    }

    /** As they come when somebody sends them. */
    private static List<Change> sent(List<Change> changes) {
      try {
        List<Change> read = new ArrayList<>();
        for (Change change : changes) {
          read.add(Json.mapper().readValue(Json.mapper().writeValueAsString(change), Change.class));
        }
        return read;
      } catch (IOException e) {
        throw new UncheckedIOException("an offered change cannot be sent", e);
      }
    }

    /** The proposal, planned as far as its changes, or the states it leads to, say. */
    Proposal proposal() {
      Proposal asked = asked();
      Set<String> unplanned = Set.of(CreateTable.TYPE, Purge.TYPE);
      if (changes.stream().allMatch(change -> unplanned.contains(change.type()))) {
        return asked.planned(altered(), List.of());
      }
      Planned planned =
          new Planner(CompletedPlans.none(), Printing.asSpelled())
              .plan(asked.request(), 18, asked.surroundings());
      List<Proposal.Placed> alterations = new ArrayList<>(planned.alterations());
      alterations.addAll(altered()); // What statements that a person wrote were seen to do.
      return asked.planned(alterations, planned.works());
    }

    /** What leads from the tables and enums that exist to what they become. */
    private List<Proposal.Placed> altered() {
      SchemaState before = SchemaState.empty();
      SchemaState after = SchemaState.empty();
      if (becomes != null) {
        for (CreateTable table : Objects.requireNonNullElse(existing, List.<CreateTable>of())) {
          before = before.with(table.tableSchema());
        }
        for (CreateTable table : becomes) {
          after = after.with(table.tableSchema());
        }
      }
      for (Map.Entry<String, List<List<String>>> type :
          Objects.requireNonNullElse(enums, Map.<String, List<List<String>>>of()).entrySet()) {
        ObjectRef ref = new ObjectRef(ObjectKind.ENUM, "public", type.getKey());
        before = before.with(ref, new EnumType(type.getValue().get(0), null));
        after = after.with(ref, new EnumType(type.getValue().get(1), null));
      }
      Map<ObjectRef, ObjectRef> names = new HashMap<>();
      Objects.requireNonNullElse(renamed, Map.<String, String>of())
          .forEach(
              (from, to) ->
                  names.put(ObjectRef.table("public", from), ObjectRef.table("public", to)));
      return Difference.between(before, after, new Renames(names, Map.of())).alterations().stream()
          .map(alteration -> new Proposal.Placed(0, alteration))
          .toList();
    }

    private static TableSchema partition(String parent, int number) {
      return new TableSchema(
          "public",
          parent + "_" + number,
          List.of(),
          null,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          null,
          false,
          List.of(),
          List.of(),
          null,
          new PartitionOf("public", parent, "DEFAULT"),
          List.of());
    }

    private Proposal asked() {
      Map<ObjectRef, CatalogObject> objects = new HashMap<>();
      for (CreateTable table : Objects.requireNonNullElse(existing, List.<CreateTable>of())) {
        TableSchema schema = table.tableSchema();
        objects.put(schema.ref(), CatalogObject.of(schema.ref(), schema));
      }
      Objects.requireNonNullElse(partitions, Map.<String, Integer>of())
          .forEach(
              (parent, count) ->
                  IntStream.range(0, count)
                      .mapToObj(i -> partition(parent, i))
                      .forEach(
                          table -> objects.put(table.ref(), CatalogObject.of(table.ref(), table))));
      Map<ObjectRef, RequestId> waiting = new HashMap<>();
      Objects.requireNonNullElse(pending, Map.<String, List<Change>>of())
          .forEach(
              (id, wanted) ->
                  wanted.forEach(
                      change ->
                          change.touches().forEach(ref -> waiting.put(ref, new RequestId(id)))));
      Map<ObjectRef, TableStatistics> statistics = new HashMap<>();
      Objects.requireNonNullElse(sizes, Map.<String, TableStatistics>of())
          .forEach((table, size) -> statistics.put(ObjectRef.table("public", table), size));
      SchemaRequest request =
          new SchemaRequest(
              new RequestId("req-1"),
              "orders",
              "team-checkout",
              "ada",
              null,
              null,
              changes,
              null,
              schedule,
              false,
              List.of());
      return new Proposal(
          request,
          new Submission(
              Objects.requireNonNullElse(form, "canonical"),
              "topic",
              Instant.EPOCH,
              "0".repeat(64),
              Identity.claimed("ada")),
          Objects.requireNonNullElse(policySet, POLICY_SET),
          new Surroundings(
              objects,
              waiting,
              statistics,
              Set.of(),
              Optional.ofNullable(windows),
              Optional.ofNullable(trashKeptUntil)),
          Optional.ofNullable(rehearsal));
    }
  }

  /** The fixture of that rule. */
  static Fixture of(String rule) {
    try (InputStream file = Fixture.class.getResourceAsStream("/rules/" + rule + ".json")) {
      if (file == null) {
        throw new AssertionError("the rule '" + rule + "' has no fixture rules/" + rule + ".json");
      }
      return Json.mapper().readValue(file, Fixture.class);
    } catch (IOException e) {
      throw new UncheckedIOException("the fixture of '" + rule + "' cannot be read", e);
    }
  }
}
