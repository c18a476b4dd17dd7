package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.executor.Rehearsed;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentTest {
  private static final String T = "create table public.t (id int primary key, a int)";
  private static final String U = "create table public.u (id int)";
  private static final String NO_NULLS =
      "select id, count(*) over () as violations from public.t where a is null";

  @Test
  void consecutiveTransactionalSteps_shareASegmentAndTheirStrongestLocks() throws Exception {
    List<Segment> segments =
        Segment.of(
            Rehearsed.from(T, U)
                .about("t", "u")
                .then("alter table public.u add column b int")
                .locking("u", LockMode.SHARE)
                .locking("t", LockMode.SHARE)
                .then("alter table public.t add column b int")
                .locking("t", LockMode.ACCESS_EXCLUSIVE)
                .alone("create index concurrently \"i\" on public.t (a)")
                .then("alter table public.t add column c int")
                .plan());

    assertThat(segments)
        .extracting(Segment::mode)
        .containsExactly(StepMode.TRANSACTIONAL, StepMode.ALONE, StepMode.TRANSACTIONAL);
    assertThat(segments.get(0).locks())
        .extracting(lock -> lock.object().name() + " " + lock.mode())
        .containsExactly("t ACCESS_EXCLUSIVE", "u SHARE");
  }

  @Test
  void checks_comeFirstUnlessABackfillOrALaterStateIsWhatTheyAskFor() throws Exception {
    List<Segment> segments =
        Segment.of(
            Rehearsed.from(T)
                .about("t")
                .check(NO_NULLS)
                .then("comment on schema public is 'no object of the plan'")
                .check(NO_NULLS)
                .backfill("t", List.of("id"), "a = 1", "a is null")
                .check(NO_NULLS)
                .then("alter table public.t alter column a set not null")
                .check(NO_NULLS)
                .plan());

    assertThat(segments.stream().flatMap(segment -> segment.steps().stream()).map(Step::number))
        .containsExactly(1, 3, 2, 4, 5, 6, 7);
  }
}
