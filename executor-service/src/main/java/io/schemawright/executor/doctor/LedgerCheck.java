package io.schemawright.executor.doctor;

import io.schemawright.executor.doctor.TargetDoctor.Patient;
import io.schemawright.executor.ledger.LedgerTables;
import java.sql.SQLException;

/** Whether the proof of execution is where nobody can forge it. */
final class LedgerCheck {
  private static final String GUARD =
      "; a superuser runs tables.sql and guard.sql, as executor-service/README.md has it";

  private LedgerCheck() {}

  static Finding guard(Patient patient) throws SQLException {
    return switch (LedgerTables.state(patient.connection())) {
      case ABSENT ->
          Finding.warning(
              "is not there; the executor will make one, within its statements' reach" + GUARD);
      case WITHIN_REACH -> Finding.warning("requested statements could write to it" + GUARD);
      case GUARDED -> {
        LedgerTables.unlock(
            patient.connection(), patient.settings().name(), patient.settings().ledgerKeyIfAny());
        yield Finding.ok("is guarded, and takes entries sealed with the key");
      }
    };
  }
}
