package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static final Path HOME = Path.of("/default");

  @Test
  void parse_ofNothing_givesTheDefaults() {
    assertThat(parse()).isEqualTo(new Options(HOME, Ports.DEFAULT, false, false, false));
  }

  @Test
  void parse_takesValuesInBothForms() {
    assertThat(
            parse(
                "--home",
                "/elsewhere/./here",
                "--http-port=9000",
                "--kafka-port",
                "9100",
                "--postgres-port=9200",
                "--fresh",
                "--demo",
                "--help"))
        .isEqualTo(
            new Options(Path.of("/elsewhere/here"), new Ports(9000, 9100, 9200), true, true, true));
  }

  @ParameterizedTest
  @CsvSource({
    "--faster, There is no option --faster",
    "up, There is no option up",
    "--fresh=yes, There is no option --fresh with a value",
    "--home, --home wants a value",
    "--home=, --home wants a value",
    "--http-port=many, '--http-port wants a number, not ''many'''"
  })
  void parse_ofWhatMakesNoSense_saysWhat(String argument, String message) {
    assertThatThrownBy(() -> parse(argument)).isInstanceOf(UsageError.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "--http-port=0, --http-port 0",
    "--postgres-port=65535, between 1 and 65535",
    "--kafka-port=8083, Port 8083 would be both for",
  })
  void parse_ofPortsThatCannotBe_saysWhich(String argument, String message) {
    assertThatThrownBy(() -> parse(argument))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(message);
  }

  @Test
  void help_namesEveryOption() {
    for (String option :
        List.of("--home", "--http-port", "--kafka-port", "--postgres-port", "--fresh", "--demo")) {
      assertThat(Options.HELP).contains(option);
    }
  }

  private static Options parse(String... arguments) {
    return Options.parse(List.of(arguments), HOME);
  }
}
