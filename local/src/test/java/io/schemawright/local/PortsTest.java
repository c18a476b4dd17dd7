package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void others_followFromTheFirst() {
    Ports ports = Ports.DEFAULT;
    assertThat(ports.http(ServiceName.INTAKE)).isEqualTo(8080);
    assertThat(ports.http(ServiceName.NOTIFIER)).isEqualTo(8083);
    assertThat(ports.webhook()).isEqualTo(8084);
    assertThat(ports.status()).isEqualTo(8085);
    assertThat(ports.kafkaServices()).isEqualTo(9093);
    assertThat(ports.kafkaController()).isEqualTo(9094);
    assertThat(ports.scratch()).isEqualTo(15433);
  }

  @Test
  void requireFree_whenAPortIsTaken_namesItsPurposeAndItsOption() throws IOException {
    Ports ports = Ports.free();
    assertThatCode(ports::requireFree).doesNotThrowAnyException();
    try (ServerSocket scratch = listen(ports.scratch());
        ServerSocket policy = listen(ports.http(ServiceName.POLICY))) {
      assertThatThrownBy(ports::requireFree)
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("Port " + scratch.getLocalPort())
          .hasMessageContaining("the scratch PostgreSQL")
          .hasMessageContaining("--postgres-port")
          .hasMessageContaining("Port " + policy.getLocalPort())
          .hasMessageContaining("policy")
          .hasMessageContaining("--http-port");
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }
}
