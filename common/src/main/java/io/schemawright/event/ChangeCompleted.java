package io.schemawright.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.schemawright.plan.Finding;
import io.schemawright.plan.ObjectState;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A request has come to its end: the notification for programs, one for each request id.
 *
 * @param outcome what became of it
 * @param target the database
 * @param summary what became of it, in one sentence for people
 * @param requestedBy who asked
 * @param approvedBy who approved; empty where policy did
 * @param before the objects it touched, as they were
 * @param after the same objects as they are now; empty where nothing changed
 * @param statements the SQL that was run; empty where nothing changed
 * @param findings what the rules said
 * @param requestedAt when the request was received
 * @param stageMillis how long each stage took, by its name: {@code intake}, {@code policy}, {@code
 *     queue}, {@code execution}, {@code total}
 */
public record ChangeCompleted(
    RequestId requestId,
    String target,
    Outcome outcome,
    String summary,
    Identity requestedBy,
    List<Identity> approvedBy,
    List<ObjectState> before,
    List<ObjectState> after,
    List<String> statements,
    List<Finding> findings,
    Instant requestedAt,
    Map<String, Long> stageMillis)
    implements Event {

  /** What became of a request. */
  public enum Outcome {
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("rejected")
    REJECTED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("undone")
    UNDONE,
    @JsonProperty("cancelled")
    CANCELLED
  }

  public ChangeCompleted {
    approvedBy = List.copyOf(Objects.requireNonNullElse(approvedBy, List.of()));
    before = List.copyOf(Objects.requireNonNullElse(before, List.of()));
    after = List.copyOf(Objects.requireNonNullElse(after, List.of()));
    statements = List.copyOf(Objects.requireNonNullElse(statements, List.of()));
    findings = List.copyOf(Objects.requireNonNullElse(findings, List.of()));
    stageMillis = new TreeMap<>(Objects.requireNonNullElse(stageMillis, Map.of()));
  }

  @Override
  public String key() {
    return requestId.value();
  }
}
