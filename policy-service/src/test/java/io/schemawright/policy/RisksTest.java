package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.catalog.TableTraffic;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Risk;
import io.schemawright.plan.RiskLevel;
import io.schemawright.policy.rule.Proposal;
import io.schemawright.policy.rule.Surroundings;
import io.schemawright.policy.rule.TableSize;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole matrix of what is observed and how large the table is. */
class RisksTest {
  private static final ObjectRef CARTS = ObjectRef.table("public", "carts");
  private static final ObjectRef USERS = ObjectRef.table("public", "users");
  private static final Path PAGE = Path.of("../docs/rules.md");
  private static final PolicySet POLICY_SET = PolicySettingsTest.settings(Map.of()).policySet();

  /** Small, medium, large in the middle and at the rims; empty; and not known. */
  private static final List<String> SIZES = List.of("empty", "small", "medium", "large", "unknown");

  @ParameterizedTest
  @CsvSource({
    "AccessShareLock,          ,        low, low, low, low, low",
    "RowExclusiveLock,         ,        low, low, low, low, low",
    "ShareUpdateExclusiveLock, ,        low, low, low, low, low",
    "ShareUpdateExclusiveLock, SCAN,    low, low, moderate, moderate, moderate",
    "ShareLock,                ,        low, low, low, moderate, moderate",
    "ShareLock,                SCAN,    low, low, moderate, high, high",
    "ShareRowExclusiveLock,    ,        low, low, low, moderate, moderate",
    "ShareRowExclusiveLock,    SCAN,    low, low, moderate, high, high",
    "ExclusiveLock,            ,        low, low, low, moderate, moderate",
    "ExclusiveLock,            SCAN,    low, low, moderate, high, high",
    "AccessExclusiveLock,      ,        low, low, low, moderate, moderate",
    "AccessExclusiveLock,      SCAN,    low, low, high, critical, critical",
    "AccessExclusiveLock,      REWRITE, low, moderate, high, critical, critical",
    "AccessExclusiveLock,      DROP,    high, high, high, high, high",
    "AccessExclusiveLock,      DATA_LOSS, critical, critical, critical, critical, critical",
  })
  void theMatrix_andWhatThePageSaysOfIt(
      String lock,
      @Nullable EffectKind work,
      String empty,
      String small,
      String medium,
      String large,
      String unknown)
      throws Exception {
    List<String> expected = List.of(empty, small, medium, large, unknown);
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect(1, EffectKind.LOCK, CARTS, LockMode.of(lock)));
    if (work != null) {
      effects.add(new Effect(1, work, CARTS, null));
    }

    List<String> levels =
        SIZES.stream()
            .map(size -> risk(true, sized(CARTS, size), effects).level())
            .map(level -> level.name().toLowerCase(Locale.ROOT))
            .toList();

    assertThat(levels).isEqualTo(expected);
    String what =
        work == null ? "nothing more" : work.name().toLowerCase(Locale.ROOT).replace('_', '-');
    assertThat(Files.readString(PAGE))
        .contains("| %s | %s | %s |".formatted(lock, what, String.join(" | ", expected)));
  }

  @Test
  void theRims_areSmallAndMedium() {
    List<Effect> rewrite = List.of(new Effect(1, EffectKind.REWRITE, CARTS, null));

    assertThat(
            Stream.of(
                    1L,
                    TableSize.SMALL_BYTES,
                    TableSize.SMALL_BYTES + 1,
                    TableSize.LARGE_BYTES,
                    TableSize.LARGE_BYTES + 1)
                .map(bytes -> risk(true, bytes(CARTS, bytes), rewrite).level()))
        .containsExactly(
            RiskLevel.MODERATE,
            RiskLevel.MODERATE,
            RiskLevel.HIGH,
            RiskLevel.HIGH,
            RiskLevel.CRITICAL);
  }

  @Test
  void aLockOnASmallTable_heldWhileALargeOneIsRead_isNotBrief() {
    Map<ObjectRef, TableStatistics> sizes =
        Map.of(
            CARTS, new TableStatistics(1, 8192, 16384),
            USERS, new TableStatistics(1, 8192, TableSize.LARGE_BYTES + 1));
    Effect lock = new Effect(2, EffectKind.LOCK, CARTS, LockMode.ACCESS_EXCLUSIVE);

    Risk together = risk(true, sizes, List.of(lock, new Effect(2, EffectKind.SCAN, USERS, null)));
    Risk apart = risk(true, sizes, List.of(lock, new Effect(3, EffectKind.SCAN, USERS, null)));

    assertThat(together.level()).isEqualTo(RiskLevel.CRITICAL);
    assertThat(together.reasons())
        .containsExactly(
            "AccessExclusiveLock on public.carts while a whole table is read or written",
            "public.users is read as a whole");
    assertThat(apart.level()).isEqualTo(RiskLevel.MODERATE);
  }

  @Test
  void aLockThatStopsWriters_isOneLevelMoreOnABusyTable() {
    Effect lock = new Effect(1, EffectKind.LOCK, CARTS, LockMode.SHARE_ROW_EXCLUSIVE);
    Effect read = new Effect(1, EffectKind.LOCK, CARTS, LockMode.ROW_EXCLUSIVE);
    TableStatistics small = new TableStatistics(1, 8192, 16384);
    TableTraffic quiet =
        new TableTraffic(
            Surroundings.BUSY_SCANS_PER_MINUTE - 1, Surroundings.BUSY_WRITES_PER_MINUTE - 1);
    TableTraffic read6000 = new TableTraffic(Surroundings.BUSY_SCANS_PER_MINUTE, 0);
    TableTraffic written600 = new TableTraffic(0, Surroundings.BUSY_WRITES_PER_MINUTE);

    assertThat(risk(true, Map.of(CARTS, small.with(quiet)), List.of(lock)).level())
        .isEqualTo(RiskLevel.LOW);
    assertThat(risk(true, Map.of(CARTS, small.with(read6000)), List.of(lock)).level())
        .isEqualTo(RiskLevel.MODERATE);
    assertThat(risk(true, Map.of(CARTS, small.with(written600)), List.of(lock)))
        .isEqualTo(
            new Risk(
                RiskLevel.MODERATE,
                List.of(
                    "ShareRowExclusiveLock on public.carts for a moment; it is busy: 0 scans and"
                        + " 600 rows written per minute")));
    assertThat(risk(true, Map.of(CARTS, small.with(written600)), List.of(read)).level())
        .isEqualTo(RiskLevel.LOW);
    Map<ObjectRef, TableStatistics> large =
        Map.of(CARTS, new TableStatistics(1, 8192, TableSize.LARGE_BYTES + 1).with(written600));
    assertThat(
            risk(true, large, List.of(lock, new Effect(1, EffectKind.SCAN, CARTS, null))).level())
        .isEqualTo(RiskLevel.CRITICAL);
  }

  @Test
  void noWayBack_isModerateAtLeast_andNothingTriedOutAsWell() {
    assertThat(risk(false, Map.of(), List.of()))
        .isEqualTo(
            new Risk(
                RiskLevel.MODERATE, List.of("the way back does not lead to the state before")));
    assertThat(Risks.of(proposal(Map.of(), Optional.empty())))
        .isEqualTo(new Risk(RiskLevel.MODERATE, List.of("the change could not be tried out")));
    assertThat(risk(true, Map.of(), List.of())).isEqualTo(new Risk(RiskLevel.LOW, List.of()));
  }

  private static Map<ObjectRef, TableStatistics> sized(ObjectRef table, String size) {
    return switch (size) {
      case "empty" -> Map.of(table, new TableStatistics(0, 0, 8192));
      case "small" -> bytes(table, TableSize.SMALL_BYTES);
      case "medium" -> bytes(table, TableSize.LARGE_BYTES);
      case "large" -> bytes(table, TableSize.LARGE_BYTES + 1);
      default -> Map.of();
    };
  }

  private static Map<ObjectRef, TableStatistics> bytes(ObjectRef table, long total) {
    return Map.of(table, new TableStatistics(1, 8192, total));
  }

  private static Risk risk(
      boolean restores, Map<ObjectRef, TableStatistics> sizes, List<Effect> effects) {
    return Risks.of(
        proposal(
            sizes, Optional.of(new Rehearsal(Rehearsal.Outcome.PASSED, "", restores, effects, 5))));
  }

  private static Proposal proposal(
      Map<ObjectRef, TableStatistics> sizes, Optional<Rehearsal> rehearsal) {
    return new Proposal(
        new SchemaRequest(
            new RequestId("req-1"),
            "orders",
            "team-checkout",
            "ada",
            null,
            null,
            List.of(),
            null,
            null,
            false,
            List.of()),
        new Submission(
            "canonical", "topic", Instant.EPOCH, "0".repeat(64), Identity.claimed("ada")),
        POLICY_SET,
        new Surroundings(Map.of(), Map.of(), sizes),
        rehearsal);
  }
}
