package io.schemawright.policy.plan;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.change.Change;
import io.schemawright.change.DoesNotFit;
import io.schemawright.change.Work;
import io.schemawright.difference.Difference;
import io.schemawright.difference.Inexpressible;
import io.schemawright.policy.rule.Proposal.Placed;
import io.schemawright.policy.rule.Surroundings;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way of a request, change by change. Neighbouring transitions without renames are one leg:
 * their difference is smaller than the sum of both.
 *
 * @param legs its parts
 * @param alterations what each change alters
 * @param works what each change is
 * @param trashed where the tables lie that it brings back
 * @param lying the tables in the trash that it is about, by the schemas in which they lie
 */
record Course(
    List<Leg> legs,
    List<Placed> alterations,
    List<Work> works,
    Map<ObjectRef, String> trashed,
    Map<String, TableSchema> lying) {

  static Course of(
      SchemaRequest request,
      int postgresMajor,
      Surroundings surroundings,
      CompletedPlans completed,
      Printing printing) {
    Walk walk = new Walk(SchemaState.of(surroundings.objects().values()));
    for (int i = 0; i < request.changes().size(); i++) {
      String path = "$.changes[" + i + "]";
      try {
        walk.go(request, i, postgresMajor, completed, printing);
      } catch (DoesNotFit e) {
        throw doesNotFit(e, path, undecided(request.changes().get(i), surroundings));
      } catch (Inexpressible e) {
        throw new Unplannable(
            "not-expressible",
            path,
            "no statements lead there: " + e.getMessage(),
            "ask for it in smaller changes, or write the statements yourself");
      } catch (IllegalArgumentException e) {
        throw new Unplannable(
            "cannot-be-planned",
            path,
            "no statements can be written for the change: " + e.getMessage(),
            "mend what it complains about and send a new request");
      }
    }
    walk.legs.forEach(leg -> TakenNames.refuse(request, leg));
    return new Course(walk.legs, walk.alterations, walk.works, walk.trashed, walk.lying);
  }

  private static Unplannable doesNotFit(
      DoesNotFit fault, String path, Optional<RequestId> undecided) {
    return new Unplannable(
        "does-not-fit",
        fault.path(path),
        fault.getMessage()
            + undecided
                .map("; the request %s, which is not decided yet, is about the same"::formatted)
                .orElse(""),
        undecided
            .map(
                "send this request again when %s is approved, or put both changes into one"
                    ::formatted)
            .orElse("look at the table in the registry, mend the request and send a new one"));
  }

  /** A request that has to do with what the change is about, and of which nobody knows the end. */
  private static Optional<RequestId> undecided(Change change, Surroundings surroundings) {
    return Stream.concat(change.touches().stream(), change.refersTo().stream())
        .flatMap(ref -> surroundings.pendingFor(ref).stream())
        .findFirst();
  }

  /** The way while it is walked; for one thread. */
  private static final class Walk {
    private final List<Leg> legs = new ArrayList<>();
    private final List<Placed> alterations = new ArrayList<>();
    private final List<Work> works = new ArrayList<>();
    private final Map<ObjectRef, String> trashed = new HashMap<>();
    private final Map<String, TableSchema> lying = new HashMap<>();
    private SchemaState now;

    private Walk(SchemaState now) {
      this.now = now;
    }

    private void go(
        SchemaRequest request,
        int i,
        int postgresMajor,
        CompletedPlans completed,
        Printing printing) {
      Change change = request.changes().get(i);
      Work work = change.work(now);
      refuseCompany(request, i, work);
      works.add(work);
      work.<List<Leg>>fold(
              transition -> {
                Leg.Transit leg = new Leg.Transit(now, transition.after(), transition.renames());
                if (transition.spelled()) {
                  SchemaState printed =
                      printing.printed(postgresMajor, transition.after(), leg.touches());
                  leg =
                      new Leg.Transit(now, transition.settled(now, printed), transition.renames());
                }
                return List.of(leg);
              },
              statements -> List.of(new Leg.Words(now, statements)),
              backfill -> List.of(new Leg.Filling(now, backfill)),
              rollBack -> {
                Return back = Return.of(rollBack, request, i, now, completed);
                trashed.putAll(back.trashed());
                lying.putAll(back.lying());
                return List.of(back.leg());
              },
              purge -> {
                Leg.Purging leg = Emptying.of(purge, request, i, now, completed);
                lying.putAll(leg.lying());
                return List.of(leg);
              })
          .forEach(leg -> add(i, leg));
    }

    /** What comes after statements that a person wrote would be planned on what is not known. */
    private static void refuseCompany(SchemaRequest request, int i, Work work) {
      int last = request.changes().size() - 1;
      if (work instanceof Work.Statements && i < last) {
        throw new Unplannable(
            "sql-comes-last",
            "$.changes[" + i + "]",
            "what these statements lead to shows only when they have run, so no change that follows"
                + " them can be planned",
            "put them last, or send what follows in a request of its own");
      }
      if (work instanceof Work.RollBack && last > 0) {
        throw new Unplannable(
            "roll-back-stands-alone",
            "$.changes[" + i + "]",
            "taking a change back needs a request of its own: it must begin from exactly what that"
                + " change left",
            "send the other changes in another request, once this one is done");
      }
      if (work instanceof Work.Purge && last > 0) {
        throw new Unplannable(
            "purge-stands-alone",
            "$.changes[" + i + "]",
            "what is purged is gone for good, so it needs a request of its own that nothing else"
                + " hides in",
            "send the other changes in another request");
      }
    }

    private void add(int i, Leg leg) {
      if (leg instanceof Leg.Transit transit) {
        Dependents.refuseToLeaveAlone(i, transit);
        Difference difference =
            Difference.between(transit.before(), transit.after(), transit.renames());
        difference.alterations().forEach(alteration -> alterations.add(new Placed(i, alteration)));
        int last = legs.size() - 1;
        if (transit.renames().isEmpty()
            && last >= 0
            && legs.get(last) instanceof Leg.Transit earlier
            && earlier.renames().isEmpty()) {
          legs.set(last, new Leg.Transit(earlier.before(), transit.after(), transit.renames()));
        } else {
          legs.add(transit);
        }
      } else {
        legs.add(leg);
      }
      now = leg.after();
    }
  }
}
