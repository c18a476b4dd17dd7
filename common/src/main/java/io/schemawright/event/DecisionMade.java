package io.schemawright.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Plan;
import io.schemawright.plan.PolicySetRef;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Risk;
import io.schemawright.plan.Verdict;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Policy decided about a request, for the first time or anew after a review.
 *
 * @param request what was asked
 * @param submission how it came in
 * @param revision of the request
 * @param number from 1, for each decision about the request
 * @param verdict what is decided
 * @param plan what would be run; absent where no plan could be made
 * @param rehearsal how the plan went on the scratch database; absent where there is no plan
 * @param findings what the rules say
 * @param risk how dangerous it is
 * @param dependsOn unfinished requests that must be done first, because they touch the same objects
 *     or free a name
 * @param policySet the rules it was judged by
 */
public record DecisionMade(
    SchemaRequest request,
    Submission submission,
    int revision,
    int number,
    Verdict verdict,
    @Nullable Plan plan,
    @Nullable Rehearsal rehearsal,
    List<Finding> findings,
    Risk risk,
    List<RequestId> dependsOn,
    PolicySetRef policySet)
    implements Event {
  public DecisionMade {
    findings = List.copyOf(Objects.requireNonNullElse(findings, List.of()));
    dependsOn = List.copyOf(Objects.requireNonNullElse(dependsOn, List.of()));
    if (verdict instanceof Verdict.Approved && plan == null) {
      throw new IllegalArgumentException("only a plan can be approved");
    }
  }

  /** The request's id. */
  @JsonIgnore
  public RequestId requestId() {
    return request.requestId();
  }

  @Override
  public String key() {
    return request.target();
  }

  @Override
  public String part() {
    return requestId() + "/" + revision + "/" + number;
  }
}
