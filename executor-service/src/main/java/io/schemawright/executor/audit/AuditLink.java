package io.schemawright.executor.audit;

import io.schemawright.catalog.Fingerprint;

/**
 * A row's place in the chain.
 *
 * @param id the row's number, from 1
 * @param hash over the row and all before it
 */
public record AuditLink(long id, Fingerprint hash) {
  /**
   * The CloudEvents attribute that a plan's last event publishes it as, where nobody takes it back.
   */
  public static final String HEADER = "ce_auditlink";

  /** {@code 17/9f86…}, as it is published. */
  public String text() {
    return id + "/" + hash.value();
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static AuditLink parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a link of the audit's chain: \"" + text + "\"");
    }
    return new AuditLink(
        Long.parseLong(text.substring(0, slash)), new Fingerprint(text.substring(slash + 1)));
  }
}
