package io.schemawright.policy.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.Cause;
import io.schemawright.event.EventId;
import io.schemawright.event.Json;
import io.schemawright.event.PolicySetPublished;
import io.schemawright.event.TraceParent;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.Outbox;
import io.schemawright.plan.PolicySet;
import io.schemawright.policy.set.SetWatch;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The versions of the policy sets, in {@code policy_sets}. Thread-safe. */
public final class PolicySets implements SetWatch.Register {
  private final Outbox outbox;
  private final EventCodec codec;

  /** Announces new versions through {@code outbox}. */
  public PolicySets(Outbox outbox, EventCodec codec) {
    this.outbox = outbox;
    this.codec = codec;
  }

  @Override
  public List<PolicySet> inForce() {
    return outbox.transact(transaction -> newest(transaction.handle()));
  }

  /**
   * Makes sure that {@code wanted} is the newest version of its name and announces a new one. The
   * version it carries does not count.
   *
   * <p>Instances that start at once agree: the second finds the version of the first.
   *
   * @return the set under the version it is in force with
   */
  @Override
  public PolicySet putInForce(PolicySet wanted) {
    return outbox.transact(
        transaction -> {
          Handle handle = transaction.handle();
          handle.execute("select pg_advisory_xact_lock(hashtext('policy_sets'))");
          PolicySet newest =
              newest(handle).stream()
                  .filter(set -> set.name().equals(wanted.name()))
                  .findFirst()
                  .orElse(null);
          if (newest != null && newest.equals(wanted.withVersion(newest.version()))) {
            return newest;
          }
          PolicySet next = wanted.withVersion(newest == null ? 1 : newest.version() + 1);
          insert(handle, next);
          Cause cause =
              new Cause(
                  new EventId("policy-set/%s/%d".formatted(next.name(), next.version())),
                  TraceParent.random());
          transaction.publish(codec.encode(new PolicySetPublished(next), cause));
          return next;
        });
  }

  private static List<PolicySet> newest(Handle handle) {
    return handle
        .createQuery(
            "select distinct on (name) content::text from policy_sets order by name, version desc")
        .mapTo(String.class)
        .map(PolicySets::parse)
        .list();
  }

  private static void insert(Handle handle, PolicySet set) {
    handle.execute(
        "insert into policy_sets (name, version, content) values (?, ?, ?::jsonb)",
        set.name(),
        set.version(),
        JsonText.of(set));
  }

  private static PolicySet parse(String content) {
    try {
      return Json.mapper().readValue(content, PolicySet.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a policy set in the database cannot be read", e);
    }
  }
}
