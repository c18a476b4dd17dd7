package io.schemawright.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.service.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelsTest {
  @Test
  void kinds_areFoundAndTheirNamesAreUnique() {
    assertThat(Channels.kinds())
        .extracting(Channel.Kind::name)
        .contains("log", "webhook")
        .doesNotHaveDuplicates();
  }

  @Test
  void open_withoutSettings_isTheLogAlone() {
    assertThat(Channels.open(Settings.from(Map.of())))
        .extracting(Channel::name)
        .containsExactly("log");
  }
}
