package io.schemawright.policy.plan;

import io.schemawright.difference.Alteration;
import io.schemawright.difference.ValidateConstraint;
import java.util.List;
import java.util.Optional;

/** VALIDATE reads the whole table, which is no reason to hold any other lock that long. */
final class ValidateAlone implements OnlineSequence {
  @Override
  public Optional<Sequence> of(Alteration alteration, int postgresMajor) {
    return alteration instanceof ValidateConstraint
        ? Optional.of(
            Sequence.of(
                Steps.alone(alteration.summary(), alteration.statements().get(0), List.of())))
        : Optional.empty();
  }
}
