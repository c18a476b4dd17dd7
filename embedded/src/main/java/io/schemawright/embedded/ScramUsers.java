package io.schemawright.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.SaslAuthenticationException;

/** Brings SCRAM users into a broker: into its first metadata, or into a running one. */
final class ScramUsers {
  private static final int ITERATIONS = 4096;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private ScramUsers() {}

  /** In the notation of {@code kafka-storage format --add-scram}. */
  static List<String> asFormatArguments(Map<String, String> users) {
    return users.entrySet().stream()
        .map(
            user -> "SCRAM-SHA-512=[name=%s,password=%s]".formatted(user.getKey(), user.getValue()))
        .toList();
  }

  /** One value for all users and their passwords, to see whether they changed since last time. */
  static String fingerprint(Map<String, String> users) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(users)
          .forEach(
              (name, password) ->
                  digest.update((name + "\n" + password + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Adds or changes the users and returns when each of them can log in. */
  static void apply(Admin superuser, String bootstrapServers, Map<String, String> users) {
    try {
      ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
      superuser
          .alterUserScramCredentials(
              users.entrySet().stream()
                  .<UserScramCredentialAlteration>map(
                      user ->
                          new UserScramCredentialUpsertion(user.getKey(), info, user.getValue()))
                  .toList())
          .all()
          .get();
      // Committed is not yet in force: the broker takes it over a moment later, and a client that
      // is refused in between gives up for good.
      for (Map.Entry<String, String> user : users.entrySet()) {
        awaitLogin(bootstrapServers, user.getKey(), user.getValue());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The broker refused the SCRAM users", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while adding SCRAM users", e);
    }
  }

  private static void awaitLogin(String bootstrapServers, String user, String password)
      throws InterruptedException, ExecutionException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try (Admin admin =
          Admin.create(KafkaEndpoints.scramProperties(bootstrapServers, user, password))) {
        admin.describeCluster().clusterId().get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof SaslAuthenticationException) || Instant.now().isAfter(end)) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }
}
