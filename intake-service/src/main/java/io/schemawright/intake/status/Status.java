package io.schemawright.intake.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a request is. */
public enum Status {
  /** Understood; policy has not decided yet. */
  ACCEPTED(Phase.PENDING),
  /** A person has to look. */
  WAITING_FOR_REVIEW(Phase.PENDING),
  /** A reviewer wants changes first. */
  CHANGES_REQUESTED(Phase.PENDING),
  /** The target was not as the plan expected it; policy plans again. */
  STALE(Phase.PENDING),
  /** To be executed. */
  APPROVED(Phase.APPROVED),
  /** In the executor's queue. */
  SCHEDULED(Phase.APPROVED),
  /** A worker is at it. */
  EXECUTING(Phase.APPROVED),
  /** Done. */
  COMPLETED(Phase.APPROVED),
  /** Refused, by intake, the rules or a reviewer. */
  REJECTED(Phase.REJECTED),
  /** It was tried and failed. */
  FAILED(Phase.REJECTED),
  /** It failed half-way and was undone. */
  UNDONE(Phase.REJECTED),
  /** Withdrawn. */
  CANCELLED(Phase.REJECTED);

  /** The three words that the seed documents have for where a request is. */
  public enum Phase {
    PENDING,
    APPROVED,
    REJECTED;

    /** As it stands in JSON and in filters. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Phase phase;

  Status(Phase phase) {
    this.phase = phase;
  }

  /** As it stands in JSON, in filters and in the database: {@code waiting-for-review}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The seed documents' word for it. */
  public Phase phase() {
    return phase;
  }

  /** Whether nothing more will become of the request. */
  public boolean isFinal() {
    return this == COMPLETED || phase == Phase.REJECTED;
  }

  /** The status of that word. */
  public static Optional<Status> of(String word) {
    return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
  }

  /**
   * What a filter means: one of the seed documents' words stands for every status of its phase, any
   * other for itself; empty where there is no such word.
   */
  public static List<Status> meantBy(String filter) {
    List<Status> phase =
        Arrays.stream(values()).filter(status -> status.phase.word().equals(filter)).toList();
    return phase.isEmpty() ? of(filter).stream().toList() : phase;
  }
}
