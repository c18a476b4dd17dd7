package io.schemawright.executor.queue;

import java.sql.Types;
import java.util.Collection;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The steps of a plan that were told as done while it ran, so that its end tells the others. */
public final class ToldSteps {
  private ToldSteps() {}

  /** Those of the claimed plan. */
  public static Set<Integer> of(Handle handle, Claim claim) {
    return handle
        .createQuery(
            """
            select unnest(told_steps) from executions
             where request_id = :requestId and plan = :plan
            """)
        .bind("requestId", claim.requestId().value())
        .bind("plan", claim.plan().value())
        .mapTo(Integer.class)
        .set();
  }

  /** Remembers them; false where the claim is lost. */
  public static boolean write(Handle handle, Claim claim, Collection<Integer> steps) {
    return handle
            .createUpdate(
                """
                update executions set told_steps = :steps
                 where request_id = :requestId and plan = :plan and state = 'running'
                   and owner = :owner and epoch = :epoch
                """)
            .bindBySqlType("steps", steps.toArray(Integer[]::new), Types.ARRAY)
            .bind("requestId", claim.requestId().value())
            .bind("plan", claim.plan().value())
            .bind("owner", claim.owner())
            .bind("epoch", claim.epoch())
            .execute()
        == 1;
  }
}
