package io.schemawright.intake.submission;

import io.schemawright.change.Problem;
import io.schemawright.request.RequestId;
import java.util.List;
import java.util.function.Function;

/** What became of a message. */
public sealed interface Outcome {

  /** Treats every case. */
  <R> R fold(
      Function<Accepted, R> accepted,
      Function<Repeated, R> repeated,
      Function<Conflicting, R> conflicting,
      Function<Invalid, R> invalid);

  /** The word that metrics have for it. */
  default String word() {
    return fold(a -> "accepted", r -> "repeated", c -> "conflict", i -> "rejected");
  }

  /** A new request, on its way to policy. */
  record Accepted(RequestId requestId) implements Outcome {
    @Override
    public <R> R fold(
        Function<Accepted, R> accepted,
        Function<Repeated, R> repeated,
        Function<Conflicting, R> conflicting,
        Function<Invalid, R> invalid) {
      return accepted.apply(this);
    }
  }

  /** The same request again: nothing has changed. */
  record Repeated(RequestId requestId) implements Outcome {
    @Override
    public <R> R fold(
        Function<Accepted, R> accepted,
        Function<Repeated, R> repeated,
        Function<Conflicting, R> conflicting,
        Function<Invalid, R> invalid) {
      return repeated.apply(this);
    }
  }

  /** Another request under the same id: refused, and the first is as it was. */
  record Conflicting(RequestId requestId, Problem problem) implements Outcome {
    @Override
    public <R> R fold(
        Function<Accepted, R> accepted,
        Function<Repeated, R> repeated,
        Function<Conflicting, R> conflicting,
        Function<Invalid, R> invalid) {
      return conflicting.apply(this);
    }
  }

  /** No valid request. */
  record Invalid(RequestId requestId, List<Problem> problems) implements Outcome {
    public Invalid {
      problems = List.copyOf(problems);
    }

    @Override
    public <R> R fold(
        Function<Accepted, R> accepted,
        Function<Repeated, R> repeated,
        Function<Conflicting, R> conflicting,
        Function<Invalid, R> invalid) {
      return invalid.apply(this);
    }
  }
}
