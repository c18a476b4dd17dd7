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
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The versions of the policy sets, in {@code policy_sets}. */
public final class PolicySets {
  private PolicySets() {}

  /**
   * Makes sure that {@code wanted} is the newest version of its name and announces a new one. The
   * version it carries does not count.
   *
   * <p>Instances that start at once agree: the second finds the version of the first.
   *
   * @return the set under the version it is in force with
   */
  public static PolicySet putInForce(Outbox outbox, EventCodec codec, PolicySet wanted) {
    return outbox.transact(
        transaction -> {
          Handle handle = transaction.handle();
          handle.execute("select pg_advisory_xact_lock(hashtext('policy_sets'))");
          PolicySet newest = newest(handle, wanted.name()).orElse(null);
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

  /** The newest version of that name. */
  static Optional<PolicySet> newest(Handle handle, String name) {
    return handle
        .createQuery(
            "select content::text from policy_sets where name = ? order by version desc limit 1")
        .bind(0, name)
        .mapTo(String.class)
        .findOne()
        .map(PolicySets::parse);
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
