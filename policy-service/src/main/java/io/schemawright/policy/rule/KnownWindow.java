package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import io.schemawright.request.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A window that the target does not have would never open: the change would fail once approved. */
@AutoService(PolicyRule.class)
public final class KnownWindow implements PolicyRule {
  @Override
  public String id() {
    return "known-window";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    String target = proposal.request().target();
    List<String> known = proposal.surroundings().windows().orElse(List.of());
    return Optional.ofNullable(proposal.request().schedule()).map(Schedule::window).stream()
        .filter(window -> proposal.surroundings().windows().isPresent())
        .filter(window -> !known.contains(window))
        .map(
            window ->
                error(
                    "$.schedule.window",
                    "%s has no window \"%s\": the change would never begin"
                        .formatted(target, window),
                    known.isEmpty()
                        ? "leave it out: %s has no windows and is changed at any time"
                            .formatted(target)
                        : "choose one of %s, or leave it out for the next one"
                            .formatted(String.join(", ", known))));
  }
}
