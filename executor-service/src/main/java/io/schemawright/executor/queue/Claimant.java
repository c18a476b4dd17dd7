package io.schemawright.executor.queue;

import io.schemawright.event.ExecutionStarted;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.Transaction;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes plans from the queue for those workers of this process that have nothing to do, and hands
 * them over.
 *
 * <p>It does so within the transaction that makes work or ends it, so that on the fast path a claim
 * costs no transaction, no events of its own and no waiting. Never more is claimed than there are
 * workers for: what waits in the queue is open to every process. Thread-safe.
 */
public final class Claimant {
  private final EventCodec codec;
  private final String owner;
  private final Duration lease;
  private final Supplier<? extends Collection<String>> away;
  private final Semaphore idle = new Semaphore(0);
  private final Set<Claim> held = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Optional<Claim>> handed = new LinkedBlockingQueue<>();
  private final AtomicBoolean lookIsDue = new AtomicBoolean();
  private final AtomicLong polled = new AtomicLong(System.nanoTime());
  private final Consumer<Transaction> claiming = this::claim;
  private volatile boolean passedOver;
  private volatile boolean closed;

  /**
   * One that claims nothing before {@link #open}.
   *
   * @param owner names this process, and no other
   * @param away the targets that are left in peace for now
   */
  public Claimant(
      EventCodec codec, String owner, Duration lease, Supplier<? extends Collection<String>> away) {
    this.codec = codec;
    this.owner = owner;
    this.lease = lease;
    this.away = away;
  }

  /** There are so many workers more, and none of them has anything to do. */
  public void open(int workers) {
    idle.release(workers);
  }

  /** Claims for idle workers, once, when everything else in {@code transaction} is done. */
  public void claimLast(Transaction transaction) {
    transaction.lastly(claiming);
  }

  /** Claims for idle workers; returns how many plans. */
  public int claim(Transaction transaction) {
    return claim(transaction, null);
  }

  /** The same, with one worker more, whose claim this transaction ends. */
  public void claimAfter(Claim ended, Transaction transaction) {
    var unused = claim(transaction, ended);
  }

  /** A claim whose commit got no answer is nobody's here: its lease runs out. */
  private int claim(Transaction transaction, @Nullable Claim ended) {
    int workers = takeIdle();
    int own = ended != null && held.contains(ended) ? 1 : 0;
    transaction.afterRollback(() -> areIdle(workers));
    List<Claim> claims =
        closed || workers + own == 0
            ? List.of()
            : Claims.claim(transaction.handle(), owner, lease, away.get(), workers + own);
    for (Claim claim : claims) {
      if (!claim.dependencyFailed()) {
        transaction.publish(
            codec.encode(
                new ExecutionStarted(
                    claim.requestId(), claim.target(), claim.plan(), claim.attempt()),
                claim.cause()));
      }
    }
    transaction.afterCommit(
        () -> {
          if (ended != null) {
            held.remove(ended);
          }
          held.addAll(claims);
          claims.forEach(claim -> handed.add(Optional.of(claim)));
          areIdle(workers + own - claims.size());
        });
    return claims.size();
  }

  /** All of them, so that no other transaction claims for the same. */
  private int takeIdle() {
    int workers = idle.drainPermits();
    if (workers == 0) {
      passedOver = true; // Whoever gives some back looks for this transaction too.
      workers = idle.drainPermits();
    }
    return workers;
  }

  private void areIdle(int workers) {
    idle.release(workers);
    if (workers > 0 && passedOver) {
      passedOver = false;
      look();
    }
  }

  /** Wakes a worker, which looks into the queue by itself. */
  public void look() {
    if (lookIsDue.compareAndSet(false, true)) {
      handed.add(Optional.empty());
    }
  }

  /**
   * Waits until there is a claim to work on; empty where the caller should look into the queue:
   * because somebody says so, or for what other processes left, which tell nobody here. The latter
   * is for one of those who wait, not for each.
   */
  public Optional<Claim> await(Duration slowPoll) throws InterruptedException {
    while (true) {
      Optional<Claim> next = handed.poll(slowPoll.toMillis(), TimeUnit.MILLISECONDS);
      if (next != null) {
        if (next.isEmpty()) {
          lookIsDue.set(false);
        }
        return next;
      }
      long last = polled.get();
      long now = System.nanoTime();
      if (now - last >= slowPoll.toNanos() && polled.compareAndSet(last, now)) {
        return Optional.empty();
      }
    }
  }

  /** The caller no longer works on {@code claim}, whatever became of it. */
  public void letGo(Claim claim) {
    if (held.remove(claim)) {
      areIdle(1);
    }
  }

  /** The claims that this process works on, or is about to. */
  public Set<Claim> held() {
    return Collections.unmodifiableSet(held);
  }

  /** Whether there are claims that no worker has taken up. */
  public boolean hasHanded() {
    return handed.stream().anyMatch(Optional::isPresent);
  }

  /** Nothing more is claimed; {@code workers} who wait need wait no longer. */
  public void close(int workers) {
    closed = true;
    for (int i = 0; i < workers; i++) {
      handed.add(Optional.empty());
    }
  }
}
