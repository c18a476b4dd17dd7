package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Without autovacuum dead rows are never cleared away and the planner's statistics grow old
 * (PostgreSQL manual, 24.1.6).
 */
@AutoService(PolicyRule.class)
public final class AutovacuumOff implements PolicyRule {
  @Override
  public String id() {
    return "autovacuum-off";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .creations()
        .filter(creation -> isOff(creation.change().storageParameters()))
        .map(
            creation ->
                warning(
                    creation.at(".storageParameters"),
                    "nothing clears dead rows of %s away, and its statistics grow old"
                        .formatted(creation.change().table()),
                    "leave autovacuum_enabled out; where many rows change, make it more frequent"
                        + " by autovacuum_vacuum_scale_factor"));
  }

  private static boolean isOff(Map<String, String> parameters) {
    String enabled = parameters.getOrDefault("autovacuum_enabled", "true");
    return enabled.equalsIgnoreCase("false")
        || enabled.equalsIgnoreCase("off")
        || enabled.equalsIgnoreCase("no")
        || enabled.equals("0");
  }
}
