package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.plan.Effect;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/**
 * Most alterations of a partitioned table lock each of its partitions in one transaction: it waits
 * for the busiest while it holds all the others.
 */
@AutoService(PolicyRule.class)
public final class ManyPartitions implements PolicyRule {
  private static final int MANY = 20;

  @Override
  public String id() {
    return "many-partitions";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .effects()
        .filter(effect -> effect.lock() != null && effect.lock().blocksWrites())
        .map(Effect::object)
        .distinct()
        .filter(table -> partitions(proposal, table) >= MANY)
        .map(
            table ->
                advice(
                    "$.changes",
                    "%s.%s has %d partitions, and the lock on it can take in each of them: while it"
                            .formatted(table.schema(), table.name(), partitions(proposal, table))
                        + " waits for one, the writers of the others wait for it",
                    "run it at a quiet time; where it can be done for a partition at a time, ask"
                        + " for that first and for the parent last"));
  }

  private static long partitions(Proposal proposal, ObjectRef table) {
    return proposal.surroundings().objects().values().stream()
        .filter(
            object ->
                object.definition() instanceof TableSchema schema
                    && schema.partitionOf() != null
                    && schema.partitionOf().parent().equals(table))
        .count();
  }
}
