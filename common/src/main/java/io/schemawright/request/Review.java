package io.schemawright.request;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.schemawright.catalog.Fingerprint;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A person's word on a change. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "word")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Review.Approve.class, name = "approve"),
  @JsonSubTypes.Type(value = Review.RequestChanges.class, name = "request-changes"),
  @JsonSubTypes.Type(value = Review.Reject.class, name = "reject"),
  @JsonSubTypes.Type(value = Review.Cancel.class, name = "cancel")
})
public sealed interface Review {

  /** Treats every case. */
  <R> R fold(
      Function<Approve, R> approve,
      Function<RequestChanges, R> requestChanges,
      Function<Reject, R> reject,
      Function<Cancel, R> cancel);

  /**
   * Yes.
   *
   * @param plan the plan that was looked at; absent for the one that waits now
   * @param comment what else they said
   */
  record Approve(@Nullable Fingerprint plan, @Nullable String comment) implements Review {
    @Override
    public <R> R fold(
        Function<Approve, R> approve,
        Function<RequestChanges, R> requestChanges,
        Function<Reject, R> reject,
        Function<Cancel, R> cancel) {
      return approve.apply(this);
    }
  }

  /**
   * Not yet.
   *
   * @param requiredChanges what must change
   * @param recommendations what could be better
   * @param performanceNotes what to know about speed
   */
  record RequestChanges(
      List<String> requiredChanges, List<String> recommendations, List<String> performanceNotes)
      implements Review {
    public RequestChanges {
      requiredChanges = List.copyOf(Objects.requireNonNullElse(requiredChanges, List.of()));
      recommendations = List.copyOf(Objects.requireNonNullElse(recommendations, List.of()));
      performanceNotes = List.copyOf(Objects.requireNonNullElse(performanceNotes, List.of()));
    }

    @Override
    public <R> R fold(
        Function<Approve, R> approve,
        Function<RequestChanges, R> requestChanges,
        Function<Reject, R> reject,
        Function<Cancel, R> cancel) {
      return requestChanges.apply(this);
    }
  }

  /**
   * No.
   *
   * @param reason in one sentence
   */
  record Reject(String reason) implements Review {
    @Override
    public <R> R fold(
        Function<Approve, R> approve,
        Function<RequestChanges, R> requestChanges,
        Function<Reject, R> reject,
        Function<Cancel, R> cancel) {
      return reject.apply(this);
    }
  }

  /**
   * No longer wanted.
   *
   * @param reason in one sentence
   */
  record Cancel(String reason) implements Review {
    @Override
    public <R> R fold(
        Function<Approve, R> approve,
        Function<RequestChanges, R> requestChanges,
        Function<Reject, R> reject,
        Function<Cancel, R> cancel) {
      return cancel.apply(this);
    }
  }
}
