package io.schemawright.policy.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Severity;
import io.schemawright.policy.PolicySettingsTest;
import io.schemawright.policy.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetWatchTest {
  private static final PolicySet BUILT_IN = PolicySettingsTest.settings(Map.of()).policySet();
  private static final String ORDERS = "name: orders\nappliesTo: {targets: [orders]}\n";

  private final Kept register = new Kept();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  @TempDir private @Nullable Path directory;

  /** Versions as the database keeps them. */
  private static final class Kept implements SetWatch.Register {
    private final List<PolicySet> all = new ArrayList<>();

    @Override
    public List<PolicySet> inForce() {
      return SetsInForce.newestOf(all).all();
    }

    @Override
    public PolicySet putInForce(PolicySet set) {
      PolicySet newest =
          inForce().stream().filter(s -> s.name().equals(set.name())).findFirst().orElse(null);
      if (newest != null && newest.equals(set.withVersion(newest.version()))) {
        return newest;
      }
      PolicySet next = set.withVersion(newest == null ? 1 : newest.version() + 1);
      all.add(next);
      return next;
    }
  }

  @Test
  void aChangedFile_isANewVersion_andAnUnchangedOneIsNot() throws IOException {
    write("orders.yaml", ORDERS);
    try (SetWatch watch = start()) {
      watch.look();
      assertThat(judging("orders").version()).isEqualTo(1);

      write("orders.yaml", ORDERS + "severities: {text-over-varchar: error}\n");
      watch.look();

      assertThat(judging("orders").version()).isEqualTo(2);
      assertThat(judging("orders").severities()).containsEntry("text-over-varchar", Severity.ERROR);
      assertThat(judging("elsewhere").name()).isEqualTo("default");
      assertThat(watch.check().detail()).isEqualTo("ok");
      assertThat(complaints()).isZero();
    }
  }

  @Test
  void aDamagedFile_changesNothing_andIsTold() throws IOException {
    write("orders.yaml", ORDERS);
    write("shop.yaml", "name: shop\nappliesTo: {environments: [production]}\n");
    try (SetWatch watch = start()) {
      write("orders.yaml", ORDERS + "severities: {text-over-varchar: fatal}\n");
      write("shop.yaml", "name: shop\nappliesTo: {environments: [test]}\n");
      watch.look();

      assertThat(register.all).extracting(PolicySet::version).containsOnly(1);
      assertThat(watch.check().ready()).isTrue();
      assertThat(watch.check().detail()).contains("orders.yaml, line 3", "stays so");
      assertThat(complaints()).isEqualTo(1);

      write("orders.yaml", ORDERS);
      watch.look();
      assertThat(watch.check().detail()).isEqualTo("ok");
      assertThat(SetsInForce.newestOf(register.all).judging("x", "test").name()).isEqualTo("shop");
    }
  }

  @Test
  void aFileThatHasGone_leavesItsSetInForce_untilItIsEnded() throws IOException {
    write("orders.yaml", ORDERS);
    write("shop.yaml", "name: shop\nappliesTo: {environments: [production]}\n");
    try (SetWatch watch = start()) {
      Files.delete(home().resolve("orders.yaml"));
      watch.look();
      assertThat(judging("orders").name()).isEqualTo("orders");
      assertThat(watch.check().detail()).contains("'orders'", "no file any more");

      write("orders.yaml", "name: orders\nappliesTo: {}\n");
      watch.look();
      assertThat(judging("orders").name()).isEqualTo("default");
      Files.delete(home().resolve("orders.yaml"));
      watch.look();
      assertThat(watch.check().detail()).isEqualTo("ok");
    }
  }

  @Test
  void atTheStart_whatIsWrong_isMendedByWhatWasInForce_orEndsTheStart() throws IOException {
    write("orders.yaml", "name: orders\n");
    assertThatThrownBy(this::start).hasMessageContaining("orders.yaml, line 1: appliesTo");

    write("orders.yaml", ORDERS);
    start().close();
    Files.delete(home().resolve("orders.yaml"));
    try (SetWatch watch = start()) {
      assertThat(watch.check().detail()).contains("holds no file");
      assertThat(judging("orders").name()).isEqualTo("orders");
    }
  }

  @Test
  void twoSetsForTheSame_areRefused() throws IOException {
    write("a.yaml", ORDERS);
    write("b.yaml", "name: b\nappliesTo: {targets: [orders]}\n");
    write("c.yaml", ORDERS);

    assertThatThrownBy(this::start)
        .hasMessageContaining("b.yaml, line 1: appliesTo is for the target orders")
        .hasMessageContaining("c.yaml, line 1: name is \"orders\"");
  }

  private PolicySet judging(String target) {
    return SetsInForce.newestOf(register.all).judging(target, "development");
  }

  private double complaints() {
    return metrics.get("schemawright.policy.files.problems").gauge().value();
  }

  private SetWatch start() {
    return SetWatch.start(
        Optional.of(home()), new SetReader(Rules.load(), BUILT_IN), BUILT_IN, register, metrics);
  }

  private Path home() {
    return Objects.requireNonNull(directory);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(home().resolve(file), text);
  }
}
