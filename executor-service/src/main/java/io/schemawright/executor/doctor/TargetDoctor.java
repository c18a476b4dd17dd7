package io.schemawright.executor.doctor;

import io.schemawright.executor.target.TargetSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Looks at targets with the executor's own eyes: as its role, changing nothing. Thread-safe. */
public final class TargetDoctor {
  private static final Map<String, Check> CHECKS = new LinkedHashMap<>();

  static {
    CHECKS.put("version", ServerChecks::version);
    CHECKS.put("writable", ServerChecks::writable);
    CHECKS.put("encryption", ServerChecks::encryption);
    CHECKS.put("durability", ServerChecks::durability);
    CHECKS.put("connections", ServerChecks::connections);
    CHECKS.put("event-triggers", ServerChecks::eventTriggers);
    CHECKS.put("attributes", RoleChecks::attributes);
    CHECKS.put("create-on-database", RoleChecks::createOnDatabase);
    CHECKS.put("schemas", RoleChecks::schemas);
    CHECKS.put("owners", RoleChecks::owners);
    CHECKS.put("monitoring", RoleChecks::monitoring);
    CHECKS.put("ledger", LedgerCheck::guard);
  }

  private final int connectionsNeeded;

  /**
   * A doctor.
   *
   * @param connectionsNeeded the most that one instance of the executor opens to a target
   */
  public TargetDoctor(int connectionsNeeded) {
    this.connectionsNeeded = connectionsNeeded;
  }

  /** One look at one thing. */
  @FunctionalInterface
  interface Check {
    Finding look(Patient patient) throws SQLException;
  }

  /**
   * Who is looked at.
   *
   * @param connection as the executor's role, in auto-commit mode
   */
  record Patient(Connection connection, TargetSettings settings, int connectionsNeeded) {}

  /** How the target is; a target that does not answer is one problem. */
  public Diagnosis examine(TargetSettings target) {
    Properties login = new Properties();
    login.setProperty("user", target.username());
    login.setProperty("password", target.password());
    login.setProperty("connectTimeout", "5");
    login.setProperty("socketTimeout", "30");
    login.setProperty("ApplicationName", "schemawright-doctor");
    List<Finding> findings = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(target.url(), login)) {
      findings.add(Finding.ok("answers, and lets " + target.username() + " in").named("reachable"));
      Patient patient = new Patient(connection, target, connectionsNeeded);
      CHECKS.forEach((name, check) -> findings.add(look(check, patient).named(name)));
    } catch (SQLException e) {
      findings.add(refused(e).named("reachable"));
    }
    return new Diagnosis(target.name(), findings);
  }

  private static Finding look(Check check, Patient patient) {
    try {
      return check.look(patient);
    } catch (SQLException e) {
      return refused(e);
    }
  }

  private static Finding refused(SQLException e) {
    return Finding.problem("SQLSTATE %s: %s".formatted(e.getSQLState(), e.getMessage()));
  }
}
