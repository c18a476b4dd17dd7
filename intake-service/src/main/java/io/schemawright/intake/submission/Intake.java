package io.schemawright.intake.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.change.Problem;
import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.EventType;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.RequestRejected;
import io.schemawright.intake.request.Reading;
import io.schemawright.intake.status.ReadModel;
import io.schemawright.intake.status.SchemaRequests;
import io.schemawright.intake.status.Status;
import io.schemawright.intake.status.Targets;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.Transaction;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Submission;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Takes messages in. The same message again changes nothing, whichever way it comes; another one
 * under the same id is refused, unless it answers a reviewer who wanted changes. Stateless but for
 * counters, thread-safe.
 */
public final class Intake {
  private static final int FIRST_REVISION = 1;

  private final EventCodec codec;
  private final String defaultTarget;
  private final Clock clock;
  private final MeterRegistry metrics;

  /**
   * An intake.
   *
   * @param codec encodes what it publishes
   * @param defaultTarget the target of requests that name none
   */
  public Intake(EventCodec codec, String defaultTarget, Clock clock, MeterRegistry metrics) {
    this.codec = codec;
    this.defaultTarget = defaultTarget;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Takes a message in, within the caller's transaction: an accepted request is stored and
   * published. A message from the topic that is refused is stored and published as such too; over
   * REST the caller answers, nothing is stored, and the id stays free.
   *
   * @throws TargetsNotKnownYet if it cannot be said yet which targets there are
   */
  public Outcome take(Transaction transaction, Incoming incoming) {
    Outcome outcome = decide(transaction, incoming);
    transaction.afterCommit(() -> count(incoming, outcome));
    return outcome;
  }

  private Outcome decide(Transaction transaction, Incoming incoming) {
    Instant now = clock.instant();
    Reading reading = incoming.reading();
    RequestId id =
        incoming
            .id()
            .or(
                () ->
                    Requests.sameWords(
                        transaction.handle(), reading.contentHash(), incoming.sentAt()))
            .orElseGet(() -> ContentId.of(reading.contentHash(), incoming.sentAt()));
    Optional<String> first = Requests.contentHash(transaction.handle(), id);
    if (first.isPresent()) {
      return known(transaction, incoming, id, first.get(), now);
    }
    List<Problem> problems = new ArrayList<>(reading.problems());
    unknownTarget(transaction, reading).ifPresent(problems::add);
    boolean valid = problems.isEmpty();
    if (!valid && incoming.channel() == Incoming.Channel.REST) {
      return new Outcome.Invalid(id, problems);
    }
    if (!Requests.add(transaction.handle(), id, incoming, valid ? "accepted" : "rejected", now)) {
      // An instance beside this one was faster, and its row is visible by now.
      String other = Requests.contentHash(transaction.handle(), id).orElseThrow();
      return known(transaction, incoming, id, other, now);
    }
    Submission submission = submission(incoming, now);
    Event event =
        valid
            ? new RequestAccepted(reading.request(id), submission, FIRST_REVISION)
            : new RequestRejected(id, reading.target(), submission, problems);
    publish(transaction, incoming, id, event, now);
    return valid ? new Outcome.Accepted(id) : new Outcome.Invalid(id, problems);
  }

  private Outcome known(
      Transaction transaction, Incoming incoming, RequestId id, String first, Instant now) {
    String words = incoming.reading().contentHash();
    if (first.equals(words) || Requests.isRevision(transaction.handle(), id, words)) {
      return new Outcome.Repeated(id);
    }
    Optional<Outcome> revised = revised(transaction, incoming, id, now);
    if (revised.isPresent()) {
      return revised.get();
    }
    Problem problem =
        new Problem(
            "$.requestId",
            "conflict: another request came under the id %s before, and is not affected; send this one under an id of its own, or, to answer a reviewer who wants changes, when the request's status is changes-requested"
                .formatted(id));
    if (incoming.channel() == Incoming.Channel.TOPIC
        && Requests.addConflict(transaction.handle(), id, incoming, now)) {
      RequestRejected rejected =
          new RequestRejected(
              id, incoming.reading().target(), submission(incoming, now), List.of(problem));
      publish(transaction, incoming, id, rejected, now);
    }
    return new Outcome.Conflicting(id, problem);
  }

  /**
   * Another message under an id of which a reviewer wanted changes is the answer to that: the next
   * revision, if it is of the same requester and for the same target.
   */
  private Optional<Outcome> revised(
      Transaction transaction, Incoming incoming, RequestId id, Instant now) {
    Reading reading = incoming.reading();
    SchemaRequests.Details known = SchemaRequests.find(transaction.handle(), id).orElse(null);
    DecisionMade decision = known == null ? null : known.decision();
    if (known == null
        || decision == null
        || known.summary().status() != Status.CHANGES_REQUESTED
        || !decision.request().target().equals(reading.target())
        || !decision
            .request()
            .requestedBy()
            .strip()
            .equalsIgnoreCase(reading.requestedBy().strip())) {
      return Optional.empty();
    }
    if (!reading.problems().isEmpty()) {
      return incoming.channel() == Incoming.Channel.REST
          ? Optional.of(new Outcome.Invalid(id, reading.problems()))
          : Optional.empty();
    }
    int revision = decision.revision() + 1;
    if (!Requests.addRevision(transaction.handle(), id, revision, incoming, now)) {
      return Optional.empty(); // An instance beside this one took in another answer.
    }
    RequestAccepted accepted =
        new RequestAccepted(reading.request(id), submission(incoming, now), revision);
    publish(transaction, incoming, id, accepted, now);
    return Optional.of(new Outcome.Accepted(id));
  }

  private Optional<Problem> unknownTarget(Transaction transaction, Reading reading) {
    SortedSet<String> targets = Targets.names(transaction.handle());
    if (targets.isEmpty()) {
      throw new TargetsNotKnownYet("no target was described");
    }
    String target = reading.target();
    if (target == null || targets.contains(target)) {
      return Optional.empty();
    }
    if (target.equals(defaultTarget)) {
      throw new TargetsNotKnownYet("the default target " + target + " was not described");
    }
    return Optional.of(
        new Problem(
            "$.target",
            "\"%s\" is no target that is known; those are %s"
                .formatted(target, String.join(", ", targets))));
  }

  private static Submission submission(Incoming incoming, Instant now) {
    return new Submission(
        incoming.reading().form(),
        incoming.channel().word(),
        now,
        incoming.reading().contentHash(),
        Identity.claimed(incoming.reading().requestedBy()));
  }

  /** Publishes an event whose id derives from id and content, and takes it into the read model. */
  private void publish(
      Transaction transaction, Incoming incoming, RequestId id, Event event, Instant now) {
    String words = id.value() + '\n' + incoming.reading().contentHash();
    Cause cause =
        new Cause(
            new EventId(Fingerprint.ofBytes(words.getBytes(UTF_8)).value()), incoming.trace());
    transaction.publish(codec.encode(event, cause));
    ReadModel.apply(
        transaction.handle(),
        new Envelope<>(
            EventId.derivedFrom(cause.id(), EventType.of(event), event.part()),
            "/schemawright/intake",
            now,
            cause.trace(),
            event));
  }

  private void count(Incoming incoming, Outcome outcome) {
    Counter.builder("schemawright.intake.requests")
        .description("Requests by the way they came and what became of them")
        .tag("channel", incoming.channel().word())
        .tag("form", incoming.reading().form())
        .tag("outcome", outcome.word())
        .register(metrics)
        .increment();
  }
}
