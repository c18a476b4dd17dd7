package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.change.Change;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a rule has to say about a request.
 *
 * @param rule the rule's id, in kebab case
 * @param severity how wrong it is
 * @param where the place, as JSON path into the request: {@code $.changes[0].columns[2].name}
 * @param message what breaks
 * @param remedy what to do instead
 * @param instead changes that a request can have in the place of the one at {@code where}, ready to
 *     be sent: the safer way, or its first step; empty where none is known
 * @param waived who takes the responsibility for leaving it so; absent where nobody does
 */
public record Finding(
    String rule,
    Severity severity,
    String where,
    String message,
    String remedy,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Change> instead,
    @Nullable Waived waived) {

  public Finding {
    instead = List.copyOf(Objects.requireNonNullElse(instead, List.of()));
  }

  /**
   * That a finding does not count.
   *
   * @param author who answers for it
   * @param reason why
   */
  public record Waived(String author, String reason) {}

  /** A finding that counts. */
  public Finding(String rule, Severity severity, String where, String message, String remedy) {
    this(rule, severity, where, message, remedy, List.of(), null);
  }

  /** Whether it is an error that counts. */
  @JsonIgnore
  public boolean isRefusal() {
    return severity == Severity.ERROR && waived == null;
  }

  /** The same, not to count. */
  public Finding waivedBy(String author, String reason) {
    return new Finding(rule, severity, where, message, remedy, instead, new Waived(author, reason));
  }

  /** The same under another severity. */
  public Finding withSeverity(Severity other) {
    return new Finding(rule, other, where, message, remedy, instead, waived);
  }

  /** The same with these changes to have instead. */
  public Finding offering(List<Change> changes) {
    return new Finding(rule, severity, where, message, remedy, changes, waived);
  }
}
