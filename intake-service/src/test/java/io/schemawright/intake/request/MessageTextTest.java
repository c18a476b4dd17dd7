package io.schemawright.intake.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "hello",
        "{",
        "[]",
        "42",
        "null",
        "\"text\"",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "{'a': 1}",
        "{\"a\": NaN}"
      })
  void object_ofWhatIsNoJsonObject_isUnreadable(String text) {
    assertUnreadable(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void object_ofBytesThatAreNoUtf8_isUnreadable() {
    assertUnreadable(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    assertUnreadable("{\"a\":1}".getBytes(StandardCharsets.UTF_16));
  }

  @Test
  void object_ofANestingBomb_isUnreadable() {
    assertUnreadable(("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void object_behindAByteOrderMark_isRead() throws MessageText.Unreadable {
    assertThat(
            MessageText.object("\ufeff{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                .path("a")
                .asInt())
        .isEqualTo(1);
  }

  private static void assertUnreadable(byte[] bytes) {
    assertThatThrownBy(() -> MessageText.object(bytes))
        .isInstanceOf(MessageText.Unreadable.class)
        .hasMessageStartingWith("the message is");
  }
}
