package io.schemawright.event;

import io.schemawright.change.Problem;
import io.schemawright.request.RequestId;
import io.schemawright.request.Submission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message on {@code schema.requests} is no valid request, or contradicts an earlier one.
 *
 * @param requestId the id it gave itself, or the one it would have had
 * @param target the target it names, if it does
 * @param problems every problem, each with its JSON path into the message as it came
 */
public record RequestRejected(
    RequestId requestId, @Nullable String target, Submission submission, List<Problem> problems)
    implements Event {
  public RequestRejected {
    problems = List.copyOf(problems);
  }

  @Override
  public String key() {
    return target == null ? requestId.value() : target;
  }

  @Override
  public String part() {
    return requestId.value();
  }
}
