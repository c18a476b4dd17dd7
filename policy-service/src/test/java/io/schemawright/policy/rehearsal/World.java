package io.schemawright.policy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Change;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Json;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.PolicySetRef;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Risk;
import io.schemawright.plan.RiskLevel;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.PolicySettingsTest;
import io.schemawright.policy.docket.Neighbourhood;
import io.schemawright.policy.plan.Planned;
import io.schemawright.policy.plan.Planner;
import io.schemawright.policy.rule.Proposal;
import io.schemawright.policy.rule.Surroundings;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The objects of a target as they become by one request after the other, each planned and rehearsed
 * on a real PostgreSQL and read from there. No table is known to be empty, so all are in use.
 */
final class World {
  private static final Submission SUBMISSION =
      new Submission("canonical", "topic", Instant.EPOCH, "0".repeat(64), Identity.claimed("ada"));

  private final ScratchServers server;
  private final Planner planner;
  private final Map<ObjectRef, CatalogObject> objects;
  private final Map<RequestId, DecisionMade> done;
  private int requests;

  World(ScratchServers server) {
    this(server, new TreeMap<>(), new HashMap<>(), 0);
  }

  private World(
      ScratchServers server,
      Map<ObjectRef, CatalogObject> objects,
      Map<RequestId, DecisionMade> done,
      int requests) {
    this.requests = requests;
    this.server = server;
    this.objects = objects;
    this.done = done;
    this.planner = new Planner(id -> Optional.ofNullable(this.done.get(id)), server);
  }

  /** Another one that begins as this one is now. */
  World copy() {
    return new World(server, new TreeMap<>(objects), new HashMap<>(done), requests);
  }

  Map<ObjectRef, CatalogObject> objects() {
    return objects;
  }

  /** A request with these changes, in JSON with single quotes for double ones. */
  SchemaRequest request(String... changes) {
    try {
      Change[] read = new Change[changes.length];
      for (int i = 0; i < changes.length; i++) {
        read[i] = Json.mapper().readValue(changes[i].replace('\'', '"'), Change.class);
        assertThat(read[i].problems("$")).isEmpty();
      }
      return request(List.of(read));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A request with these changes. */
  SchemaRequest request(List<Change> changes) {
    return new SchemaRequest(
        new RequestId("req-" + requests++),
        "orders",
        null,
        "ada",
        null,
        null,
        changes,
        null,
        null,
        false,
        List.of());
  }

  /** A request that takes the last one back. */
  SchemaRequest rollBack() {
    return request("{'type':'roll-back','request':'req-%d'}".formatted(requests - 1));
  }

  Planned plan(SchemaRequest request) {
    Set<ObjectRef> whole = new HashSet<>();
    for (Change change : request.changes()) {
      Set<String> words = change.words();
      objects.forEach(
          (ref, object) -> {
            if (!Collections.disjoint(Neighbourhood.names(object), words)) {
              whole.add(ref);
            }
          });
    }
    return planner.plan(
        request, Scratch.major(), new Surroundings(objects, Map.of(), Map.of(), whole));
  }

  Rehearsed rehearse(SchemaRequest request) {
    return server.rehearse(plan(request).draft());
  }

  /** Plans and rehearses, and makes what it leads to what is there. */
  Plan apply(SchemaRequest request) {
    Rehearsed rehearsed = rehearse(request);
    assertThat(rehearsed.rehearsal().outcome())
        .as("%s: %s", request.requestId(), rehearsed.rehearsal().detail())
        .isEqualTo(Rehearsal.Outcome.PASSED);
    Plan plan = rehearsed.plan().orElseThrow();
    for (ObjectState state : plan.after()) {
      if (state.object() == null) {
        objects.remove(state.ref());
      } else {
        objects.put(state.ref(), state.object());
      }
    }
    done.put(request.requestId(), decision(request, plan, rehearsed.rehearsal()));
    return plan;
  }

  Plan apply(String... changes) {
    return apply(request(changes));
  }

  /** What the rules look at when the request is rehearsed. */
  Proposal proposal(SchemaRequest request) {
    Planned planned = plan(request);
    Rehearsed rehearsed = server.rehearse(planned.draft());
    return new Proposal(
            request,
            SUBMISSION,
            PolicySettingsTest.settings(Map.of()).policySet(),
            new Surroundings(objects, Map.of(), Map.of()),
            Optional.empty())
        .planned(planned.alterations(), planned.works())
        .rehearsed(rehearsed.rehearsal(), rehearsed.written());
  }

  private static DecisionMade decision(SchemaRequest request, Plan plan, Rehearsal rehearsal) {
    return new DecisionMade(
        request,
        SUBMISSION,
        1,
        1,
        new Verdict.Approved(true, List.of()),
        plan,
        rehearsal,
        List.of(),
        new Risk(RiskLevel.LOW, List.of()),
        List.of(),
        new PolicySetRef("default", 1));
  }
}
