package io.schemawright.executor.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.executor.catalog.Sightings;
import io.schemawright.executor.queue.Claim;
import io.schemawright.executor.queue.Claimant;
import io.schemawright.executor.queue.Executions;
import io.schemawright.executor.target.Targets;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.Outbox;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that take plans from the queue and see each to its end.
 *
 * <p>A worker waits until the {@link Claimant} hands it a claim; one of those that wait looks by
 * itself, about once a second, for what other processes left.
 */
public final class Workers implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final Duration SLOW_POLL = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final Settlement settlement;
  private final Claimant claimant;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;
  private volatile Health health = Health.ok();

  /** Workers that begin with {@link #start}. */
  public Workers(
      Outbox outbox,
      EventCodec codec,
      Targets targets,
      Retries retries,
      Claimant claimant,
      MeterRegistry metrics) {
    this.outbox = outbox;
    this.claimant = claimant;
    this.settlement =
        new Settlement(
            new Gate(targets, () -> outbox.transact(tx -> Executions.now(tx.handle()))),
            new PlanRunner(targets, new Sightings(outbox), retries, metrics),
            new Conclusion(outbox, codec, claimant),
            retries,
            claimant,
            metrics,
            () -> closing);
  }

  /** Starts so many threads. */
  public void start(int count) {
    for (int i = 1; i <= count; i++) {
      Thread thread = new Thread(this::work, "worker-" + i);
      threads.add(thread);
      thread.start();
    }
    claimant.open(count);
  }

  private void work() {
    Pause pause = new Pause(() -> closing);
    while (!closing || claimant.hasHanded()) {
      try {
        Optional<Claim> claim = claimant.await(SLOW_POLL);
        if (claim.isPresent()) {
          settle(claim.get());
        } else if (!closing) {
          look();
        }
        pause.reset();
        health = Health.ok();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) { // Whatever it is: without this thread nobody works.
        health = Health.notReady("cannot work on the queue: " + e.getMessage());
        LOG.atWarn().setCause(e).log("a worker met a fault, it goes on after a pause");
        if (!pause.take()) {
          return;
        }
      }
    }
  }

  private void settle(Claim claim) {
    try {
      settlement.settle(claim);
    } finally {
      claimant.letGo(claim);
    }
  }

  /**
   * The claim need not be durable: if a crash of our database forgets it, somebody claims the plan
   * again, and the target's ledger knows whether it has been run.
   */
  private void look() {
    outbox.transact(
        transaction -> {
          int claims = claimant.claim(transaction);
          if (claims > 0) {
            transaction.handle().execute("set local synchronous_commit = off");
          }
          return claims;
        });
  }

  @Override
  public String name() {
    return "workers";
  }

  @Override
  public Health check() {
    Health settling = settlement.check();
    return settling.ready() ? health : settling;
  }

  /** Lets each worker finish what it runs. */
  @Override
  public void close() {
    closing = true;
    claimant.close(threads.size());
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(30));
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    settlement.close();
  }
}
