package io.schemawright.executor.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.event.ExecutionStarted;
import io.schemawright.executor.catalog.Sightings;
import io.schemawright.executor.queue.Bell;
import io.schemawright.executor.queue.Claim;
import io.schemawright.executor.queue.Claims;
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
 * <p>A worker sleeps until the {@link Bell} rings, which it does after every commit that made work,
 * and looks by itself once a second for what other processes left. Whoever finds work rings for the
 * next one, so that a batch wakes as many as it needs.
 */
public final class Workers implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final Duration SLOW_POLL = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final EventCodec codec;
  private final Targets targets;
  private final Settlement settlement;
  private final Bell bell;
  private final String owner;
  private final Duration lease;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;
  private volatile Health health = Health.ok();

  /** Workers that begin with {@link #start}; {@code owner} names this process, and no other. */
  public Workers(
      Outbox outbox,
      EventCodec codec,
      Targets targets,
      Retries retries,
      Bell bell,
      String owner,
      Duration lease,
      MeterRegistry metrics) {
    this.outbox = outbox;
    this.codec = codec;
    this.targets = targets;
    this.bell = bell;
    this.owner = owner;
    this.lease = lease;
    this.settlement =
        new Settlement(
            new Gate(targets, () -> outbox.transact(tx -> Executions.now(tx.handle()))),
            new PlanRunner(targets, new Sightings(outbox), retries, metrics),
            new Conclusion(outbox, codec),
            retries,
            bell,
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
  }

  private void work() {
    Pause pause = new Pause(() -> closing);
    while (!closing) {
      try {
        Optional<Claim> claim = claim();
        pause.reset();
        health = Health.ok();
        if (claim.isPresent()) {
          bell.ring();
          settlement.settle(claim.get());
        } else {
          bell.await(SLOW_POLL);
        }
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

  /**
   * The claim need not be durable: if a crash of our database forgets it, somebody claims the plan
   * again, and the target's ledger knows whether it has been run.
   */
  private Optional<Claim> claim() {
    return outbox.transact(
        transaction -> {
          Optional<Claim> claim =
              Claims.claim(transaction.handle(), owner, lease, targets.resting());
          claim.ifPresent(
              taken -> {
                transaction.handle().execute("set local synchronous_commit = off");
                if (!taken.dependencyFailed()) {
                  transaction.publish(
                      codec.encode(
                          new ExecutionStarted(
                              taken.requestId(), taken.target(), taken.plan(), taken.attempt()),
                          taken.cause()));
                }
              });
          return claim;
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
    threads.forEach(thread -> bell.ringFor(threads.size()));
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
