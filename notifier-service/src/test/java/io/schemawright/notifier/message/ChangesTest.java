package io.schemawright.notifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.database.Database;
import io.schemawright.event.Samples;
import io.schemawright.notifier.TestDatabases;
import io.schemawright.plan.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final Instant ACCEPTED = ChangeStory.after(3);

  private final Database database = TestDatabases.open();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void eventsOfOneTransaction_areOneRow_withoutTheDecisionOnceItIsTold() {
    within(
        changes -> {
          changes.accepted(Samples.REQUEST, ACCEPTED);
          changes.put(changes.locked(Samples.REQUEST).decided(approved()));
          Change decided = changes.locked(Samples.REQUEST);
          assertThat(decided.acceptedAt()).isEqualTo(ACCEPTED);
          assertThat(decided.approval()).isPresent();
          changes.put(decided.asTold());
        });

    Map<String, Object> row = row();
    assertThat(row.get("told_at")).isNotNull();
    assertThat(row.get("accepted_at")).isNotNull();
    assertThat(row.get("decision")).isNull();
  }

  @Test
  void acceptance_thatIsReadAfterTheDecision_isKept() {
    within(
        changes -> {
          changes.put(changes.locked(Samples.REQUEST).decided(approved()));
          changes.accepted(Samples.REQUEST, ACCEPTED);
        });

    within(
        changes -> {
          Change change = changes.locked(Samples.REQUEST);
          assertThat(change.acceptedAt()).isEqualTo(ACCEPTED);
          assertThat(change.approval()).isPresent();
        });
  }

  @Test
  void eventsOfSeveralTransactions_comeTogether() {
    within(changes -> changes.put(changes.locked(Samples.REQUEST).decided(approved())));
    within(changes -> changes.accepted(Samples.REQUEST, ACCEPTED));
    within(changes -> changes.accepted(Samples.REQUEST, ACCEPTED.plusSeconds(1)));

    within(
        changes -> {
          Change change = changes.locked(Samples.REQUEST);
          assertThat(change.acceptedAt()).isEqualTo(ACCEPTED);
          assertThat(Objects.requireNonNull(change.last()).decision())
              .isEqualTo(approved().decision());
        });
  }

  private static Decided approved() {
    return new Decided(
        ChangeStory.decision(1, new Verdict.Approved(true, List.of()), Samples.plan()),
        ChangeStory.after(10));
  }

  private void within(Consumer<Changes> work) {
    database.inTransaction(
        handle -> {
          Changes changes = new Changes(handle);
          work.accept(changes);
          changes.write();
          return true;
        });
  }

  /** The one row there is. */
  private Map<String, Object> row() {
    return database.read(
        handle ->
            handle
                .createQuery("select told_at, accepted_at, decision::text from changes")
                .mapToMap()
                .one());
  }
}
