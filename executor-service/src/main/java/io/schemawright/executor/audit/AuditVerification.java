package io.schemawright.executor.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.catalog.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Reads the whole chain and finds what was changed, removed or inserted.
 *
 * <p>The chain alone shows what somebody did who did not compute it anew; one who did, its head
 * included, is found by the links that were published with the plans' last events: each has to be
 * in the chain, and after the last of them nothing may follow. For one thread.
 */
public final class AuditVerification {
  /** A chain that was computed anew differs in every row that follows. */
  private static final int MOST_PROBLEMS = 20;

  private final List<String> problems = new ArrayList<>();
  private final Map<Long, Fingerprint> published = new TreeMap<>();
  private final Map<Long, Fingerprint> found = new HashMap<>();
  private Fingerprint previous = SchemaChangesAudit.BEGINNING;
  private long rows;
  private long last;

  private AuditVerification() {}

  /**
   * Verifies the chain by itself.
   *
   * @throws org.jdbi.v3.core.JdbiException if the database does not answer
   */
  public static AuditReport ofChain(Jdbi database) {
    AuditVerification verification = new AuditVerification();
    database.useTransaction(TransactionIsolationLevel.REPEATABLE_READ, verification::readChain);
    return verification.report();
  }

  /**
   * Verifies the chain and holds it against what was published.
   *
   * @param links those published since it was last asked, up to now
   * @throws org.jdbi.v3.core.JdbiException if the database does not answer
   */
  public static AuditReport ofChainAndLinks(Jdbi database, Supplier<List<AuditLink>> links) {
    AuditVerification verification = new AuditVerification();
    // What was published by now is in the database, and what is there now is published, or waits in
    // the outbox, or is published by the time of the second look.
    verification.expect(links.get());
    database.useTransaction(
        TransactionIsolationLevel.REPEATABLE_READ,
        handle -> {
          verification.readChain(handle);
          verification.expect(waiting(handle));
        });
    verification.compare(links.get());
    return verification.report();
  }

  private void expect(List<AuditLink> links) {
    for (AuditLink link : links) {
      Fingerprint other = published.putIfAbsent(link.id(), link.hash());
      if (other != null && !other.equals(link.hash())) {
        problem("row %d was published twice, with different hashes".formatted(link.id()));
      }
    }
  }

  private void readChain(Handle handle) {
    SchemaChangesAudit.forEach(handle, this::read);
    AuditLink head = SchemaChangesAudit.head(handle);
    if (!head.equals(new AuditLink(last, previous))) {
      problem("the audit ends with row %d, the last one written was %d".formatted(last, head.id()));
    }
  }

  private void read(SchemaChangesAudit.AuditRow row) {
    long id = row.entry().id();
    if (id <= last) {
      problem("row %d was inserted: rows are counted from 1".formatted(id));
    } else if (id > last + 1) {
      problem(
          id == last + 2
              ? "row %d is missing".formatted(last + 1)
              : "rows %d to %d are missing".formatted(last + 1, id - 1));
    } else if (!row.previous().equals(previous)) {
      problem("row %d does not follow the row before it".formatted(id));
    }
    if (!row.hash().equals(row.entry().hashAfter(row.previous()))) {
      problem("row %d is not what was written".formatted(id));
    }
    previous = row.hash();
    last = Math.max(last, id);
    rows++;
    found.put(id, row.hash());
  }

  /** Rows that were written after the reading are none of its business. */
  private void compare(List<AuditLink> sinceThen) {
    expect(sinceThen.stream().filter(link -> link.id() <= last).toList());
    published.forEach(
        (id, hash) -> {
          if (!found.containsKey(id)) {
            problem("row %d was published and is not there".formatted(id));
          } else if (!hash.equals(found.get(id))) {
            problem("row %d is not the one that was published".formatted(id));
          }
        });
    long lastPublished = published.keySet().stream().mapToLong(id -> id).max().orElse(0);
    if (last > lastPublished) {
      problem(
          lastPublished + 1 == last
              ? "row %d was never published".formatted(last)
              : "rows %d to %d were never published".formatted(lastPublished + 1, last));
    }
  }

  private static List<AuditLink> waiting(Handle handle) {
    return handle
        .createQuery(
            "select header_values[array_position(header_names, :name)] from outbox"
                + " where :name = any(header_names)")
        .bind("name", AuditLink.HEADER)
        .map((row, context) -> AuditLink.parse(new String(row.getBytes(1), UTF_8)))
        .list();
  }

  private void problem(String what) {
    problems.add(what);
  }

  private AuditReport report() {
    List<String> shown = new ArrayList<>(problems);
    if (shown.size() > MOST_PROBLEMS) {
      shown.subList(MOST_PROBLEMS, shown.size()).clear();
      shown.add("and %d more of the kind".formatted(problems.size() - MOST_PROBLEMS));
    }
    return new AuditReport(rows, published.size(), shown);
  }
}
