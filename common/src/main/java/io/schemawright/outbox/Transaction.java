package io.schemawright.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** A database transaction in progress and the events that leave with it. For one thread. */
public final class Transaction {
  private final Handle handle;
  private final int largestRecord;
  private final List<OutgoingRecord> records = new ArrayList<>();
  private final Map<Class<?>, Object> units = new HashMap<>();
  private final Set<Consumer<Transaction>> lastly = new LinkedHashSet<>();
  private final List<Runnable> afterCommit;
  private final List<Runnable> afterRollback;

  Transaction(
      Handle handle, int largestRecord, List<Runnable> afterCommit, List<Runnable> afterRollback) {
    this.handle = handle;
    this.largestRecord = largestRecord;
    this.afterCommit = afterCommit;
    this.afterRollback = afterRollback;
  }

  /** The connection that the transaction runs on. */
  public Handle handle() {
    return handle;
  }

  /**
   * Adds a record that is sent after the commit, and never without it.
   *
   * @throws EventTooLarge if the broker would refuse it
   */
  public void publish(OutgoingRecord record) {
    if (record.size() > largestRecord) {
      throw new EventTooLarge(record.topic(), record.size(), largestRecord);
    }
    records.add(record);
  }

  /**
   * Runs {@code action} once the transaction has committed, and not at all where it is rolled back
   * or the process dies before: a wake-up, never the only way in which something comes about. Must
   * not throw or wait.
   */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /**
   * Runs {@code action} where the transaction is rolled back, or nobody knows whether it was. Must
   * not throw or wait.
   */
  public void afterRollback(Runnable action) {
    afterRollback.add(action);
  }

  /**
   * Does {@code work} within this transaction, after everything else: once for all that it does,
   * however often the same is asked for.
   */
  public void lastly(Consumer<Transaction> work) {
    lastly.add(work);
  }

  /**
   * What this transaction works on as a whole: begun when it is first asked for, and written once,
   * after everything else.
   *
   * @param type of which there is one in each transaction
   */
  public <U> U unitOfWork(Class<U> type, Function<Handle, U> begin, Consumer<U> write) {
    U begun = type.cast(units.get(type));
    if (begun != null) {
      return begun;
    }
    U unit = begin.apply(handle);
    units.put(type, unit);
    lastly(ending -> write.accept(unit));
    return unit;
  }

  /** All that is to be sent, now that everything is done. */
  List<OutgoingRecord> finish() {
    lastly.forEach(work -> work.accept(this));
    return records;
  }
}
