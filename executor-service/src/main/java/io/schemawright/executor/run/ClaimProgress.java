package io.schemawright.executor.run;

import io.schemawright.executor.ledger.Recorded;
import io.schemawright.executor.queue.Cancellation;
import io.schemawright.executor.queue.Claim;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a claimed plan has come, and whether it should go on, by our own database. A fault there
 * ends no plan: what is not told while it runs is told at its end.
 */
final class ClaimProgress implements Progress {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimProgress.class);

  private final Conclusion conclusion;
  private final Claim claim;
  private final BooleanSupplier closing;

  ClaimProgress(Conclusion conclusion, Claim claim, BooleanSupplier closing) {
    this.conclusion = conclusion;
    this.claim = claim;
    this.closing = closing;
  }

  @Override
  public void done(List<Recorded> steps) {
    try {
      var unused = conclusion.progress(claim, steps);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("requestId", claim.requestId())
          .addKeyValue("fault", e.toString())
          .log("cannot tell how far a plan has come, its end will");
    }
  }

  @Override
  public Optional<Cancellation> cancellation() {
    try {
      return conclusion.cancellation(claim);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("requestId", claim.requestId())
          .addKeyValue("fault", e.toString())
          .log("cannot see whether a plan is cancelled, it goes on");
      return Optional.empty();
    }
  }

  @Override
  public boolean closing() {
    return closing.getAsBoolean();
  }
}
