package io.schemawright.event;

import io.schemawright.messaging.Topic;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name of each event on the wire, its format, its topic and its record.
 *
 * <p>A name and what it meant are for ever; a change that an old reader would misread gets a new
 * format version, which old readers park.
 */
public enum EventType {
  REQUEST_ACCEPTED("schemawright.request.accepted", Topic.ACCEPTED, RequestAccepted.class),
  REQUEST_REJECTED("schemawright.request.rejected", Topic.REJECTED, RequestRejected.class),
  REVIEW_GIVEN("schemawright.review.given", Topic.REVIEWS, ReviewGiven.class),
  POLICY_SET_PUBLISHED(
      "schemawright.policy-set.published", Topic.POLICIES, PolicySetPublished.class),
  DECISION_MADE("schemawright.decision.made", Topic.DECISIONS, DecisionMade.class),
  REVIEW_OVERDUE("schemawright.review.overdue", Topic.DECISIONS, ReviewOverdue.class),
  EXECUTION_SCHEDULED(
      "schemawright.execution.scheduled", Topic.EXECUTIONS, ExecutionScheduled.class),
  EXECUTION_STARTED("schemawright.execution.started", Topic.EXECUTIONS, ExecutionStarted.class),
  EXECUTION_STEP_DONE(
      "schemawright.execution.step-done", Topic.EXECUTIONS, ExecutionStepDone.class),
  EXECUTION_WAITING_FOR_LOCK(
      "schemawright.execution.waiting-for-lock", Topic.EXECUTIONS, ExecutionWaitingForLock.class),
  EXECUTION_SUCCEEDED(
      "schemawright.execution.succeeded", Topic.EXECUTIONS, ExecutionSucceeded.class),
  EXECUTION_FAILED("schemawright.execution.failed", Topic.EXECUTIONS, ExecutionFailed.class),
  EXECUTION_STALE("schemawright.execution.stale", Topic.EXECUTIONS, ExecutionStale.class),
  EXECUTION_UNDONE("schemawright.execution.undone", Topic.EXECUTIONS, ExecutionUndone.class),
  EXECUTION_CANCELLED(
      "schemawright.execution.cancelled", Topic.EXECUTIONS, ExecutionCancelled.class),
  CATALOG_OBJECT_CHANGED(
      "schemawright.catalog.object-changed", Topic.CATALOG, CatalogObjectChanged.class),
  CATALOG_OBJECT_REMOVED(
      "schemawright.catalog.object-removed", Topic.CATALOG, CatalogObjectRemoved.class),
  TARGET_DESCRIBED("schemawright.target.described", Topic.TARGETS, TargetDescribed.class),
  DRIFT_FOUND("schemawright.drift.found", Topic.DRIFT, DriftFound.class),
  CHANGE_COMPLETED("schemawright.change.completed", Topic.NOTIFICATIONS, ChangeCompleted.class);

  private static final Map<String, EventType> BY_NAME =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(EventType::typeName, Function.identity()));
  private static final Map<Class<?>, EventType> BY_RECORD =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(type -> type.record, Function.identity()));

  private final String typeName;
  private final Topic topic;
  private final Class<? extends Event> record;

  EventType(String typeName, Topic topic, Class<? extends Event> record) {
    this.typeName = typeName;
    this.topic = topic;
    this.record = record;
  }

  /** The type of {@code event}. */
  public static EventType of(Event event) {
    EventType type = BY_RECORD.get(event.getClass());
    if (type == null) {
      throw new IllegalArgumentException("no event type for " + event.getClass());
    }
    return type;
  }

  /** The type of that name, if this version knows it. */
  public static Optional<EventType> named(String typeName) {
    return Optional.ofNullable(BY_NAME.get(typeName));
  }

  /** The CloudEvents attribute {@code type}. */
  public String typeName() {
    return typeName;
  }

  /** The version of the format, raised when an old reader would misread it. */
  public int formatVersion() {
    return 1;
  }

  /** Where such events go. */
  public Topic topic() {
    return topic;
  }

  /** The record that holds such an event. */
  public Class<? extends Event> record() {
    return record;
  }
}
