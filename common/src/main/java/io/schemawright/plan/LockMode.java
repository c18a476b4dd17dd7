package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.stream.Stream;

/**
 * The table-level lock modes, from the weakest (PostgreSQL manual, 13.3.1), as {@code
 * pg_locks.mode} names them.
 */
public enum LockMode {
  ACCESS_SHARE("AccessShareLock"),
  ROW_SHARE("RowShareLock"),
  ROW_EXCLUSIVE("RowExclusiveLock"),
  SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock"),
  SHARE("ShareLock"),
  SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock"),
  EXCLUSIVE("ExclusiveLock"),
  ACCESS_EXCLUSIVE("AccessExclusiveLock");

  private final String postgresName;

  LockMode(String postgresName) {
    this.postgresName = postgresName;
  }

  /** The name in {@code pg_locks}. */
  @JsonValue
  public String postgresName() {
    return postgresName;
  }

  /**
   * The mode of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static LockMode of(String postgresName) {
    return Stream.of(values())
        .filter(mode -> mode.postgresName.equals(postgresName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no lock mode \"" + postgresName + "\""));
  }

  /** Whether an INSERT, UPDATE or DELETE waits while it is held. */
  public boolean blocksWrites() {
    return compareTo(SHARE) >= 0;
  }

  /** Whether a SELECT waits while it is held. */
  public boolean blocksReads() {
    return this == ACCESS_EXCLUSIVE;
  }
}
