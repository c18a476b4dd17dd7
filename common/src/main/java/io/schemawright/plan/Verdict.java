package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.schemawright.request.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is decided about a request. The methods of each record are the moves that it allows. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "verdict")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Verdict.Approved.class, name = "approved"),
  @JsonSubTypes.Type(value = Verdict.Waiting.class, name = "waiting"),
  @JsonSubTypes.Type(value = Verdict.ChangesRequested.class, name = "changes-requested"),
  @JsonSubTypes.Type(value = Verdict.Rejected.class, name = "rejected"),
  @JsonSubTypes.Type(value = Verdict.Cancelled.class, name = "cancelled")
})
public sealed interface Verdict {

  /** Treats every case. */
  <R> R fold(
      Function<Approved, R> approved,
      Function<Waiting, R> waiting,
      Function<ChangesRequested, R> changesRequested,
      Function<Rejected, R> rejected,
      Function<Cancelled, R> cancelled);

  /** Whether nothing more will be decided. */
  @JsonIgnore
  default boolean isFinal() {
    return fold(a -> true, w -> false, c -> false, r -> true, c -> true);
  }

  /**
   * To be executed.
   *
   * @param automatic whether by policy alone
   * @param approvals by whom else
   */
  record Approved(boolean automatic, List<Approval> approvals) implements Verdict {
    public Approved {
      approvals = List.copyOf(Objects.requireNonNullElse(approvals, List.of()));
    }

    /** Somebody withdraws it; the executor says whether that came in time. */
    public Cancelled cancel(Identity by, String reason) {
      return new Cancelled(by, reason);
    }

    @Override
    public <R> R fold(
        Function<Approved, R> approved,
        Function<Waiting, R> waiting,
        Function<ChangesRequested, R> changesRequested,
        Function<Rejected, R> rejected,
        Function<Cancelled, R> cancelled) {
      return approved.apply(this);
    }
  }

  /**
   * A person has to look.
   *
   * @param approvalsNeeded how many people, the requester not counted
   * @param approvals those so far
   * @param reviewDue when the review is overdue
   * @param notes why a word given so far does not count, for people; the newest few
   * @param role the role that each of them must have; absent where anybody may approve
   * @param verifiedOnly whether only those count whose identity is more than their own word
   */
  record Waiting(
      int approvalsNeeded,
      List<Approval> approvals,
      Instant reviewDue,
      List<String> notes,
      @Nullable String role,
      boolean verifiedOnly)
      implements Verdict {
    private static final int MOST_NOTES = 20;

    /** Waits for so many people, whoever they are. */
    public Waiting(
        int approvalsNeeded, List<Approval> approvals, Instant reviewDue, List<String> notes) {
      this(approvalsNeeded, approvals, reviewDue, notes, null, false);
    }

    /** Nobody has looked yet. */
    public static Waiting of(Reviewers reviewers, Instant reviewDue) {
      return new Waiting(
          reviewers.people(),
          List.of(),
          reviewDue,
          List.of(),
          reviewers.role(),
          reviewers.verified());
    }

    public Waiting {
      approvals = List.copyOf(Objects.requireNonNullElse(approvals, List.of()));
      notes = List.copyOf(Objects.requireNonNullElse(notes, List.of()));
    }

    /**
     * One more approval: still waiting, or approved. A second word of one person changes nothing.
     */
    public Verdict approve(Approval approval) {
      if (approvals.stream().anyMatch(given -> given.by().name().equals(approval.by().name()))) {
        return this;
      }
      List<Approval> all = new ArrayList<>(approvals);
      all.add(approval);
      return all.size() >= approvalsNeeded
          ? new Approved(false, all)
          : new Waiting(approvalsNeeded, all, reviewDue, notes, role, verifiedOnly);
    }

    /** The same, with a note for people; the oldest gives way where there are many. */
    public Waiting note(String note) {
      List<String> all =
          new ArrayList<>(notes.subList(Math.max(0, notes.size() - MOST_NOTES + 1), notes.size()));
      all.add(note);
      return new Waiting(approvalsNeeded, approvals, reviewDue, all, role, verifiedOnly);
    }

    /** A reviewer says no. */
    public Rejected reject(Identity by, String reason) {
      return new Rejected(by, reason);
    }

    /** A reviewer wants changes first. */
    public ChangesRequested requestChanges(
        Identity by,
        List<String> required,
        List<String> recommendations,
        List<String> performance) {
      return new ChangesRequested(by, required, recommendations, performance);
    }

    /** Somebody withdraws it. */
    public Cancelled cancel(Identity by, String reason) {
      return new Cancelled(by, reason);
    }

    @Override
    public <R> R fold(
        Function<Approved, R> approved,
        Function<Waiting, R> waiting,
        Function<ChangesRequested, R> changesRequested,
        Function<Rejected, R> rejected,
        Function<Cancelled, R> cancelled) {
      return waiting.apply(this);
    }
  }

  /**
   * A reviewer wants changes first.
   *
   * @param by who
   * @param requiredChanges what must change
   * @param recommendations what could be better
   * @param performanceNotes what to know about speed
   */
  record ChangesRequested(
      Identity by,
      List<String> requiredChanges,
      List<String> recommendations,
      List<String> performanceNotes)
      implements Verdict {
    public ChangesRequested {
      requiredChanges = List.copyOf(Objects.requireNonNullElse(requiredChanges, List.of()));
      recommendations = List.copyOf(Objects.requireNonNullElse(recommendations, List.of()));
      performanceNotes = List.copyOf(Objects.requireNonNullElse(performanceNotes, List.of()));
    }

    /** Somebody withdraws it. */
    public Cancelled cancel(Identity canceller, String reason) {
      return new Cancelled(canceller, reason);
    }

    @Override
    public <R> R fold(
        Function<Approved, R> approved,
        Function<Waiting, R> waiting,
        Function<ChangesRequested, R> changesRequested,
        Function<Rejected, R> rejected,
        Function<Cancelled, R> cancelled) {
      return changesRequested.apply(this);
    }
  }

  /**
   * Refused.
   *
   * @param by the reviewer who said no; absent where the rules did
   * @param reason in one sentence
   */
  record Rejected(@Nullable Identity by, String reason) implements Verdict {
    @Override
    public <R> R fold(
        Function<Approved, R> approved,
        Function<Waiting, R> waiting,
        Function<ChangesRequested, R> changesRequested,
        Function<Rejected, R> rejected,
        Function<Cancelled, R> cancelled) {
      return rejected.apply(this);
    }
  }

  /**
   * Withdrawn.
   *
   * @param by who
   * @param reason in one sentence
   */
  record Cancelled(Identity by, String reason) implements Verdict {
    @Override
    public <R> R fold(
        Function<Approved, R> approved,
        Function<Waiting, R> waiting,
        Function<ChangesRequested, R> changesRequested,
        Function<Rejected, R> rejected,
        Function<Cancelled, R> cancelled) {
      return cancelled.apply(this);
    }
  }
}
