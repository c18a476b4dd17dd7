package io.schemawright.executor.doctor;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.executor.doctor.Finding.Level;
import io.schemawright.executor.doctor.TargetDoctor.Patient;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the executor's role may do. */
final class RoleChecks {
  private static final String OF_USERS =
      "n.nspname !~ '^(pg_|schemawright)' and n.nspname <> 'information_schema'";

  private RoleChecks() {}

  static Finding attributes(Patient patient) throws SQLException {
    boolean mighty =
        Answer.one(
            patient.connection(),
            "select rolsuper or rolcreaterole from pg_catalog.pg_roles where rolname = session_user",
            row -> row.getBoolean(1));
    return mighty
        ? Finding.warning(
            "the role is superuser or CREATEROLE: requested statements can do anything, the ledger included",
            "ALTER ROLE %s NOSUPERUSER NOCREATEROLE".formatted(role(patient)))
        : Finding.ok("neither superuser nor CREATEROLE");
  }

  static Finding createOnDatabase(Patient patient) throws SQLException {
    return Answer.one(
        patient.connection(),
        """
        select has_database_privilege(current_database(), 'CREATE'), current_database()
        """,
        row ->
            row.getBoolean(1)
                ? Finding.ok("may create schemas")
                : Finding.problem(
                    "may not create schemas, which dropped tables are moved to",
                    "GRANT CREATE ON DATABASE %s TO %s"
                        .formatted(quote(row.getString(2)), role(patient))));
  }

  /** A schema in which nothing may be created. */
  static Finding schemas(Patient patient) throws SQLException {
    Map<Boolean, List<String>> schemas =
        Answer.all(
                patient.connection(),
                """
                select n.nspname, has_schema_privilege(n.oid, 'USAGE')
                                  and has_schema_privilege(n.oid, 'CREATE')
                  from pg_catalog.pg_namespace n where %s order by 1
                """
                    .formatted(OF_USERS),
                row -> Map.entry(row.getString(1), row.getBoolean(2)))
            .stream()
            .collect(
                Collectors.partitioningBy(
                    Map.Entry::getValue,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    List<String> open = schemas.getOrDefault(true, List.of());
    List<String> closed = schemas.getOrDefault(false, List.of());
    if (closed.isEmpty()) {
      return Finding.ok("may create in " + listed(open));
    }
    return new Finding(
        "",
        open.isEmpty() ? Level.PROBLEM : Level.WARNING,
        "may not create in " + listed(closed),
        closed.stream()
            .map(
                schema ->
                    "GRANT USAGE, CREATE ON SCHEMA %s TO %s"
                        .formatted(quote(schema), role(patient)))
            .toList());
  }

  private record Strange(String schema, String name, String kind, String owner, boolean superuser) {
    /** Who inherits from a superuser can become one. */
    String remedy(String role) {
      return superuser
          ? "ALTER %s %s OWNER TO %s".formatted(kind, quote(schema, name), role)
          : "GRANT %s TO %s".formatted(quote(owner), role);
    }
  }

  /** Only the owner alters a table (PostgreSQL manual, ALTER TABLE). */
  static Finding owners(Patient patient) throws SQLException {
    List<Strange> strange = strange(patient);
    if (strange.isEmpty()) {
      return Finding.ok("owns every table and view, or is a member of who does");
    }
    TreeSet<String> owners = new TreeSet<>();
    strange.forEach(object -> owners.add(object.owner()));
    long own =
        Answer.one(
            patient.connection(),
            """
            select count(*) from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and pg_has_role(c.relowner, 'USAGE') and %s
            """
                .formatted(OF_USERS),
            row -> row.getLong(1));
    return new Finding(
        "",
        own == 0 ? Level.PROBLEM : Level.WARNING,
        "may not change %d tables or views of %s".formatted(strange.size(), listed(owners)),
        strange.stream().map(object -> object.remedy(role(patient))).distinct().toList());
  }

  private static List<Strange> strange(Patient patient) throws SQLException {
    return Answer.all(
        patient.connection(),
        """
        select n.nspname, c.relname, r.rolname, r.rolsuper,
               case c.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED VIEW'
                              when 'f' then 'FOREIGN TABLE' else 'TABLE' end as kind
          from pg_catalog.pg_class c
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          join pg_catalog.pg_roles r on r.oid = c.relowner
         where c.relkind in ('r', 'p', 'v', 'm', 'f') and not pg_has_role(c.relowner, 'USAGE')
           and not exists (select from pg_catalog.pg_depend d
                            where d.classid = 'pg_class'::regclass and d.objid = c.oid
                              and d.deptype = 'e')
           and %s
         order by 1, 2
        """
            .formatted(OF_USERS),
        row ->
            new Strange(
                row.getString("nspname"),
                row.getString("relname"),
                row.getString("kind"),
                row.getString("rolname"),
                row.getBoolean("rolsuper")));
  }

  static Finding monitoring(Patient patient) throws SQLException {
    boolean monitor =
        Answer.one(
            patient.connection(),
            "select pg_has_role('pg_monitor', 'USAGE')",
            row -> row.getBoolean(1));
    return monitor
        ? Finding.ok("sees how far replicas lag behind")
        : Finding.warning(
            "does not see how far replicas lag behind: backfills do not wait for them",
            "GRANT pg_monitor TO " + role(patient));
  }

  private static String role(Patient patient) {
    return quote(patient.settings().username());
  }

  private static String listed(Iterable<String> names) {
    List<String> quoted = new ArrayList<>();
    names.forEach(name -> quoted.add(quote(name)));
    return quoted.isEmpty() ? "no schema" : String.join(", ", quoted);
  }
}
