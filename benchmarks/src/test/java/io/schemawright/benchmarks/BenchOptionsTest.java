package io.schemawright.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The command line of {@code bin/bench}. */
final class BenchOptionsTest {
  private static final List<String> LONG_ONLY = List.of("stall", "growth");

  @Test
  void nothing_isTheShortMode_withoutWhatIsLongByNature() {
    BenchOptions options = parse();

    assertThat(options.scale()).isEqualTo(Scale.SHORT);
    assertThat(options.measurements())
        .extracting(Measurement::name)
        .containsExactlyElementsOf(
            Bench.discover().stream()
                .map(Measurement::name)
                .filter(name -> !LONG_ONLY.contains(name))
                .toList());
    assertThat(names(parse("--long"))).contains("stall", "growth");
    assertThat(names(parse("--only", "stall"))).containsExactly("stall");
    assertThat(options.out().toString())
        .startsWith("/repo/benchmarks/target/bench/")
        .endsWith(".json");
  }

  @Test
  void options_areUnderstoodInAnyOrder() {
    BenchOptions options =
        parse("--only", "MICRO,floor", "--rounds", "7", "--out", "/x/y.json", "--long");

    assertThat(names(options)).containsExactly("floor", "micro");
    assertThat(options.scale()).isEqualTo(Scale.LONG.withRounds(7));
    assertThat(options.out()).isEqualTo(Path.of("/x/y.json"));
  }

  @Test
  void whatIsWrong_isNamed_withWhatWouldBeRight() {
    assertThatThrownBy(() -> parse("--only", "flor"))
        .hasMessageMatching("--only knows burst, floor, .*throughput, not flor");
    assertThatThrownBy(() -> parse("--fast")).hasMessageContaining("--fast");
    assertThatThrownBy(() -> parse("--rounds", "0")).hasMessageContaining("1 to 999");
    assertThatThrownBy(() -> parse("--out")).hasMessageContaining("needs a value");
    assertThatThrownBy(() -> parse("--home", "/x")).hasMessageContaining("--only growth");
  }

  @Test
  void home_isForGrowth() {
    assertThat(parse("--only", "growth", "--home", "/x/y").home()).isEqualTo(Path.of("/x/y"));
    assertThat(parse("--only", "growth").home()).isNull();
    assertThatThrownBy(() -> parse("--only", "growth,floor", "--home", "/x"))
        .hasMessageContaining("--only growth");
  }

  @Test
  void usage_namesWhatThereIs() {
    assertThat(BenchOptions.usage(Bench.discover()))
        .contains("without growth, stall\n", "only these: burst, floor", "with --only growth:");
  }

  @Test
  void measurements_haveNamesAndTurnsOfTheirOwn() {
    List<Measurement> all = Bench.discover();

    assertThat(all.stream().map(Measurement::name).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            "floor",
            "peers",
            "introspection",
            "micro",
            "start",
            "latency",
            "throughput",
            "stall",
            "refused",
            "burst",
            "growth")
        .hasSize(all.size());
    assertThat(all.stream().map(Measurement::turn)).doesNotHaveDuplicates().isSorted();
  }

  private static List<String> names(BenchOptions options) {
    return options.measurements().stream().map(Measurement::name).toList();
  }

  private static BenchOptions parse(String... arguments) {
    return BenchOptions.parse(List.of(arguments), Bench.discover(), Path.of("/repo"));
  }
}
