package io.schemawright.intake.http;

import io.schemawright.change.Problem;
import java.util.List;
import java.util.Map;

/** The answer is no: becomes a problem document (RFC 9457). */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient List<Problem> problems;
  private final transient Map<String, Object> more;

  /**
   * A refusal.
   *
   * @param status of HTTP
   * @param code in kebab case, for programs; completes the problem's type
   * @param detail what happened, what it means for the request, what to do next
   */
  Refusal(int status, String code, String detail) {
    this(status, code, detail, List.of(), Map.of());
  }

  /** A refusal for reasons that each have a place in the message. */
  Refusal(
      int status, String code, String detail, List<Problem> problems, Map<String, Object> more) {
    super(detail);
    this.status = status;
    this.code = code;
    this.problems = List.copyOf(problems);
    this.more = Map.copyOf(more);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  List<Problem> problems() {
    return problems;
  }

  /** What else the document says, for programs. */
  Map<String, Object> more() {
    return more;
  }
}
