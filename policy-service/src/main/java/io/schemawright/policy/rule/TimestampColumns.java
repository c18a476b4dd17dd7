package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.change.RequestedColumn;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** Rows that do not know when they came and changed cannot be audited or synchronised. */
@AutoService(PolicyRule.class)
public final class TimestampColumns implements PolicyRule {
  @Override
  public String id() {
    return "timestamp-columns";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .creations()
        .flatMap(
            creation ->
                Stream.of("created_at", "updated_at")
                    .filter(
                        name -> creation.columns().noneMatch(placed -> placed.name().equals(name)))
                    .map(
                        name ->
                            warning(
                                    creation.at(".columns"),
                                    "the table %s has no column %s"
                                        .formatted(creation.change().table(), name),
                                    "add %s timestamptz not null default now()".formatted(name))
                                .offering(
                                    Offer.with(
                                        proposal,
                                        creation,
                                        RequestedColumn.of(name, "timestamptz")
                                            .required("now()")))));
  }
}
