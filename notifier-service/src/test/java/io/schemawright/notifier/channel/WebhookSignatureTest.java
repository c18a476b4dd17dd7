package io.schemawright.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
  private static final String EXAMPLE_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @Test
  void of_theSpecificationsExample_isItsSignature() {
    String signature =
        new WebhookSignature(List.of(EXAMPLE_SECRET))
            .of(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}".getBytes(UTF_8));

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void of_severalSecrets_hasASignatureOfEach() {
    String second = "whsec_" + Base64.getEncoder().encodeToString(new byte[64]);
    byte[] body = "{}".getBytes(UTF_8);

    String both = new WebhookSignature(List.of(EXAMPLE_SECRET, second)).of("id", 1, body);

    assertThat(both.split(" ", -1))
        .containsExactly(
            new WebhookSignature(List.of(EXAMPLE_SECRET)).of("id", 1, body),
            new WebhookSignature(List.of(second)).of("id", 1, body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "whsec_",
        "whsec_AAAA",
        "whsec_not base64 at all, but long enough to be a secret",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      })
  void wrongSecret_isRefusedWithoutRepeatingIt(String secret) {
    assertThatThrownBy(() -> new WebhookSignature(List.of(secret)))
        .hasMessageStartingWith("expected whsec_ and the base64 of 24 to 64 random bytes")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }
}
