package io.schemawright.local;

import com.sun.net.httpserver.HttpServer;
import io.schemawright.embedded.KafkaEndpoints;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * Stands in for a service: is ready once it has reached broker and database with what its
 * environment says, and ends with its standard input.
 */
final class StandInService {
  private StandInService() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("stand-in: starting");
    if ("true".equals(System.getenv("STAND_IN_FAILS"))) {
      throw new IllegalStateException("stand-in: told to fail");
    }
    reachDatabase("SCHEMAWRIGHT_DATABASE");
    if (System.getenv("SCHEMAWRIGHT_SCRATCH_URL") != null) {
      reachDatabase("SCHEMAWRIGHT_SCRATCH");
    }
    if (System.getenv("SCHEMAWRIGHT_TARGETS") != null) {
      reachDatabase("SCHEMAWRIGHT_TARGET_SANDBOX");
      reachDatabase("SCHEMAWRIGHT_TARGET_ORDERS");
    }
    reachBroker();
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                Integer.parseInt(System.getenv("SCHEMAWRIGHT_HTTP_PORT"))),
            0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    endWithStandardInput();
    System.exit(0);
  }

  private static void reachDatabase(String prefix) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            System.getenv(prefix + "_URL"),
            System.getenv(prefix + "_USERNAME"),
            System.getenv(prefix + "_PASSWORD"))) {
      System.out.println("stand-in: connected to " + connection.getCatalog());
    }
  }

  private static void reachBroker() throws Exception {
    try (Admin admin =
        Admin.create(
            KafkaEndpoints.scramProperties(
                System.getenv("SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS"),
                System.getenv("SCHEMAWRIGHT_KAFKA_USERNAME"),
                System.getenv("SCHEMAWRIGHT_KAFKA_PASSWORD")))) {
      System.out.println("stand-in: sees topics " + admin.listTopics().names().get());
    }
  }

  private static void endWithStandardInput() throws IOException {
    while (System.in.read() >= 0) {
      // Only the end counts.
    }
  }

  static ServicePrograms programs() {
    return ServicePrograms.allOf(
        new ServicePrograms.Program(
            System.getProperty("java.class.path"),
            StandInService.class.getName(),
            Optional.empty()));
  }
}
