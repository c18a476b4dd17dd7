package io.schemawright.intake.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Problem;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Json;
import io.schemawright.event.RequestRejected;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The table {@code schema_requests}: what became of each request. */
public final class SchemaRequests {
  private SchemaRequests() {}

  /**
   * A row for a list.
   *
   * @param requestId its id
   * @param target the database; absent where the request names none
   * @param requestedBy who asks
   * @param owner the team the objects belong to
   * @param table the first table that it touches
   * @param form the form it was written in
   * @param channel the way it came
   * @param status where it is
   * @param phase the seed documents' word for that
   * @param explanation what happened last, in one sentence
   * @param createdAt when it was received
   * @param processedAt when it came to its end
   */
  public record Summary(
      RequestId requestId,
      @Nullable String target,
      @Nullable String requestedBy,
      @Nullable String owner,
      @Nullable String table,
      @Nullable String form,
      @Nullable String channel,
      Status status,
      Status.Phase phase,
      @Nullable String explanation,
      Instant createdAt,
      @Nullable Instant processedAt) {}

  /**
   * A row with what belongs to one request only.
   *
   * @param summary the row as in a list
   * @param request the canonical request
   * @param problems what was wrong with it
   * @param decision the latest decision
   */
  public record Details(
      Summary summary,
      @Nullable SchemaRequest request,
      List<Problem> problems,
      @Nullable DecisionMade decision) {}

  /**
   * Which rows a list shows; the newest first.
   *
   * @param statuses those of these statuses; empty for all
   * @param requestedBy those of this person
   * @param target those on this database
   * @param limit at most so many
   * @param offset after leaving out so many
   */
  public record Filter(
      List<Status> statuses,
      @Nullable String requestedBy,
      @Nullable String target,
      int limit,
      int offset) {}

  private static final String SUMMARY =
      "request_id, target, requester_user_id, owner, schema_name, form, channel, status,"
          + " explanation, created_at, processed_at";

  /** How far a request is, locked until the transaction ends; a new one gets a row. */
  static Standing locked(Handle handle, RequestId id, Instant at) {
    Optional<Standing> known = lock(handle, id);
    if (known.isEmpty() && add(handle, id, at)) {
      return Standing.NONE;
    }
    return known.or(() -> lock(handle, id)).orElseThrow();
  }

  private static Optional<Standing> lock(Handle handle, RequestId id) {
    return handle
        .createQuery(
            "select progress, explanation, processed_at from schema_requests"
                + " where request_id = ? for update")
        .bind(0, id.value())
        .map(
            (row, context) ->
                new Standing(
                    json(row.getString("progress"), Progress.class),
                    row.getString("explanation"),
                    instant(row, "processed_at")))
        .findOne();
  }

  /** Adds a row for a request of which nothing is known yet; false where somebody else did. */
  private static boolean add(Handle handle, RequestId id, Instant at) {
    return handle
            .createUpdate(
                "insert into schema_requests (request_id, status, progress, created_at)"
                    + " values (?, ?, ?::jsonb, ?) on conflict do nothing")
            .bind(0, id.value())
            .bind(1, Progress.NONE.status().word())
            .bind(2, json(Progress.NONE))
            .bind(3, time(at))
            .execute()
        == 1;
  }

  /** The hash of the content under this id, where a request has been seen under it. */
  static Optional<String> contentHash(Handle handle, RequestId id) {
    return handle
        .createQuery("select content_hash from schema_requests where request_id = ?")
        .bind(0, id.value())
        .mapTo(String.class)
        .findOne();
  }

  /** Writes what is asked for. */
  static void describe(Handle handle, SchemaRequest request, Submission submission) {
    handle
        .createUpdate(
            "update schema_requests set content_hash = ?, target = ?, requester_user_id = ?,"
                + " owner = ?, schema_name = ?, request_payload = ?::jsonb, form = ?, channel = ?,"
                + " created_at = ?, problems = null where request_id = ?")
        .bind(0, submission.contentHash())
        .bind(1, request.target())
        .bind(2, request.requestedBy())
        .bind(3, request.owner())
        .bind(4, firstName(request))
        .bind(5, json(request))
        .bind(6, submission.form())
        .bind(7, submission.channel())
        .bind(8, time(submission.receivedAt()))
        .bind(9, request.requestId().value())
        .execute();
  }

  /** The first object it names; hand-written SQL and a roll back name none. */
  private static @Nullable String firstName(SchemaRequest request) {
    return request.touches().stream().findFirst().map(ObjectRef::name).orElse(null);
  }

  /** Writes what was refused, and why. */
  static void describe(Handle handle, RequestRejected rejected) {
    Submission submission = rejected.submission();
    handle
        .createUpdate(
            "update schema_requests set content_hash = ?, target = ?, requester_user_id = ?,"
                + " form = ?, channel = ?, created_at = ?, problems = ?::jsonb"
                + " where request_id = ?")
        .bind(0, submission.contentHash())
        .bind(1, rejected.target())
        .bind(2, submission.requester().name())
        .bind(3, submission.form())
        .bind(4, submission.channel())
        .bind(5, time(submission.receivedAt()))
        .bind(6, json(rejected.problems()))
        .bind(7, rejected.requestId().value())
        .execute();
  }

  /** Writes the latest decision. */
  static void decide(Handle handle, DecisionMade decision) {
    handle
        .createUpdate("update schema_requests set decision = ?::jsonb where request_id = ?")
        .bind(0, json(decision))
        .bind(1, decision.requestId().value())
        .execute();
  }

  /** Writes how far these requests are, all of them {@link #locked}. */
  static void save(Handle handle, Map<RequestId, Standing> standings) {
    if (standings.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "update schema_requests set progress = ?::jsonb, status = ?, explanation = ?,"
                + " processed_at = ? where request_id = ?");
    standings.forEach(
        (id, standing) ->
            batch
                .bind(0, json(standing.progress()))
                .bind(1, standing.progress().status().word())
                .bind(2, standing.explanation())
                .bind(3, standing.processedAt() == null ? null : time(standing.processedAt()))
                .bind(4, id.value())
                .add());
    batch.execute();
  }

  /** Whether this is an accepted request about which policy has not decided yet. */
  public static boolean isUnjudged(Handle handle, RequestId id) {
    return handle
        .createQuery(
            "select exists (select from schema_requests where request_id = ? and status = ?)")
        .bind(0, id.value())
        .bind(1, Status.ACCEPTED.word())
        .mapTo(Boolean.class)
        .one();
  }

  /** One request. */
  public static Optional<Details> find(Handle handle, RequestId id) {
    return handle
        .createQuery(
            "select "
                + SUMMARY
                + ", request_payload, problems, decision from schema_requests where request_id = ?")
        .bind(0, id.value())
        .map((row, context) -> details(row))
        .findOne();
  }

  /** Those that a filter lets through, the newest first. */
  public static List<Summary> list(Handle handle, Filter filter) {
    return handle
        .createQuery(
            "select "
                + SUMMARY
                + " from schema_requests where (cardinality(:statuses::text[]) = 0"
                + " or status = any (:statuses::text[]))"
                + " and (:requester::text is null or requester_user_id = :requester::text)"
                + " and (:target::text is null or target = :target::text)"
                + " order by id desc limit :limit offset :offset")
        .bindBySqlType(
            "statuses",
            filter.statuses().stream().map(Status::word).toArray(String[]::new),
            Types.ARRAY)
        .bind("requester", filter.requestedBy())
        .bind("target", filter.target())
        .bind("limit", filter.limit())
        .bind("offset", filter.offset())
        .map((row, context) -> summary(row))
        .list();
  }

  private static Details details(ResultSet row) throws SQLException {
    String request = row.getString("request_payload");
    String problems = row.getString("problems");
    String decision = row.getString("decision");
    return new Details(
        summary(row),
        request == null ? null : json(request, SchemaRequest.class),
        problems == null ? List.of() : List.of(json(problems, Problem[].class)),
        decision == null ? null : json(decision, DecisionMade.class));
  }

  private static Summary summary(ResultSet row) throws SQLException {
    Status status = Status.of(row.getString("status")).orElseThrow();
    return new Summary(
        new RequestId(row.getString("request_id")),
        row.getString("target"),
        row.getString("requester_user_id"),
        row.getString("owner"),
        row.getString("schema_name"),
        row.getString("form"),
        row.getString("channel"),
        status,
        status.phase(),
        row.getString("explanation"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "processed_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static String json(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for a " + value.getClass(), e);
    }
  }

  private static <T> T json(String text, Class<T> type) {
    try {
      return Json.mapper().readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", e);
    }
  }
}
