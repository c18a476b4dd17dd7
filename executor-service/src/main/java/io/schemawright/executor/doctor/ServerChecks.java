package io.schemawright.executor.doctor;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.executor.doctor.TargetDoctor.Patient;
import java.sql.SQLException;
import java.util.List;

/** What the server is and how it is set up. */
final class ServerChecks {
  private static final int OLDEST = 14;
  private static final int NEWEST = 18;

  private ServerChecks() {}

  static Finding version(Patient patient) throws SQLException {
    int major = patient.connection().getMetaData().getDatabaseMajorVersion();
    String version = "PostgreSQL " + patient.connection().getMetaData().getDatabaseProductVersion();
    return major >= OLDEST && major <= NEWEST
        ? Finding.ok(version)
        : Finding.problem("%s; Schemawright knows %d to %d".formatted(version, OLDEST, NEWEST));
  }

  static Finding writable(Patient patient) throws SQLException {
    boolean replica =
        Answer.one(
            patient.connection(),
            "select pg_catalog.pg_is_in_recovery()",
            row -> row.getBoolean(1));
    if (replica) {
      return Finding.problem("is a replica: TARGET_<NAME>_URL has to name the primary server");
    }
    boolean readOnly =
        Answer.one(
            patient.connection(),
            "select current_setting('default_transaction_read_only')::bool",
            row -> row.getBoolean(1));
    return readOnly
        ? Finding.problem(
            "default_transaction_read_only is on for the role",
            "ALTER ROLE %s SET default_transaction_read_only = off"
                .formatted(quote(patient.settings().username())))
        : Finding.ok("is a primary server and takes changes");
  }

  static Finding encryption(Patient patient) throws SQLException {
    return Answer.one(
        patient.connection(),
        """
        select ssl, version,
               coalesce(inet_client_addr() <<= any ('{127.0.0.0/8,::1/128}'::inet[]), true) as near
          from pg_catalog.pg_stat_ssl where pid = pg_catalog.pg_backend_pid()
        """,
        row -> {
          if (row.getBoolean("ssl")) {
            return Finding.ok(row.getString("version"));
          }
          return row.getBoolean("near")
              ? Finding.ok("none, on this machine")
              : Finding.warning(
                  "none: password and statements cross the network in clear; add"
                      + " sslmode=verify-full&sslrootcert=... to TARGET_<NAME>_URL");
        });
  }

  static Finding durability(Patient patient) throws SQLException {
    String commit =
        Answer.one(
            patient.connection(),
            "select current_setting('synchronous_commit')",
            row -> row.getString(1));
    return commit.equals("off")
        ? Finding.warning(
            "synchronous_commit is off: a crash of the server loses changes that were reported",
            "ALTER ROLE %s SET synchronous_commit = on"
                .formatted(quote(patient.settings().username())))
        : Finding.ok("synchronous_commit is " + commit);
  }

  static Finding connections(Patient patient) throws SQLException {
    int limit =
        Answer.one(
            patient.connection(),
            """
            select least(case when r.rolconnlimit < 0 then 100000 else r.rolconnlimit end,
                         case when d.datconnlimit < 0 then 100000 else d.datconnlimit end,
                         current_setting('max_connections')::int
                           - current_setting('superuser_reserved_connections')::int)
              from pg_catalog.pg_roles r, pg_catalog.pg_database d
             where r.rolname = session_user and d.datname = current_database()
            """,
            row -> row.getInt(1));
    String detail =
        "%d allowed, an instance of the executor opens up to %d"
            .formatted(limit, patient.connectionsNeeded());
    return limit >= patient.connectionsNeeded()
        ? Finding.ok(detail)
        : Finding.warning(detail + ": raise the limit or lower WORKERS");
  }

  /** Only a superuser makes one (PostgreSQL manual, CREATE EVENT TRIGGER). */
  static Finding eventTriggers(Patient patient) throws SQLException {
    List<String> others =
        Answer.all(
            patient.connection(),
            """
            select evtname from pg_catalog.pg_event_trigger
             where evtenabled <> 'D'
               and evtfoid is distinct from to_regprocedure('schemawright.tell_of_ddl()') order by 1
            """,
            row -> row.getString(1));
    String noticed = "; what others change is noticed " + whenNoticed(patient);
    return others.isEmpty()
        ? Finding.ok("none of others" + noticed)
        : Finding.warning(
            "%s: what they do was not rehearsed; a change that they alter fails with `verification`%s"
                .formatted(String.join(", ", others), noticed));
  }

  private static String whenNoticed(Patient patient) throws SQLException {
    return Answer.one(
        patient.connection(),
        """
        select count(*) > 0 as told,
               current_setting('max_prepared_transactions') <> '0' as prepared
          from pg_catalog.pg_event_trigger
         where evtname = 'schemawright_ddl' and evtenabled in ('O', 'A')
        """,
        row -> {
          if (!row.getBoolean("told")) {
            return "every CATALOG_INTERVAL, or at once when a superuser has run event-trigger.sql,"
                + " as docs/operations.md has it";
          }
          return row.getBoolean("prepared")
              ? "every CATALOG_INTERVAL: schemawright_ddl is silent as long as"
                  + " max_prepared_transactions is not 0"
              : "at once";
        });
  }
}
