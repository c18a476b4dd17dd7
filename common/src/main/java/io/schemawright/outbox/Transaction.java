package io.schemawright.outbox;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A database transaction in progress and the events that leave with it. For one thread. */
public final class Transaction {
  private final Handle handle;
  private final int largestRecord;
  private final List<OutgoingRecord> records = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  Transaction(Handle handle, int largestRecord) {
    this.handle = handle;
    this.largestRecord = largestRecord;
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
    afterwards.add(action);
  }

  List<OutgoingRecord> records() {
    return records;
  }

  List<Runnable> afterwards() {
    return afterwards;
  }
}
