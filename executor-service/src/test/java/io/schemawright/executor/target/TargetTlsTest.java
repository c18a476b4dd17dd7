package io.schemawright.executor.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.embedded.PostgresSettings;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import io.schemawright.executor.doctor.Finding;
import io.schemawright.executor.doctor.TargetDoctor;
import io.schemawright.service.Settings;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that takes encrypted connections only; its password and address come from files. */
class TargetTlsTest {
  private static final String PASSWORD = "for-this-test";
  private static final String SERVER = "server";
  private static final String STRANGER = "stranger";

  @SuppressWarnings("NullAway.Init")
  private static Path files;

  @SuppressWarnings("NullAway.Init")
  private static PostgresCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private static PostgresServer.Database shop;

  @BeforeAll
  static void serverWithCertificate(@TempDir Path directory) throws Exception {
    files = directory;
    Path data = directory.resolve("postgres");
    cluster = PostgresCluster.start(PostgresSettings.scratch(data));
    shop = cluster.createDatabaseWithRole("shop", "shop", "a word for the shop");
    KeyStore keys = keys(SERVER);
    String key = pem("PRIVATE KEY", keys.getKey(SERVER, PASSWORD.toCharArray()).getEncoded());
    ofTheServer(data, "server.key", key);
    ofTheServer(data, "server.crt", Files.readString(certificate(SERVER, keys)));
    ofTheServer(
        data,
        "pg_hba.conf",
        "host all postgres 127.0.0.1/32 trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n");
    cluster.execute("alter system set ssl = on", "select pg_reload_conf()");
    certificate(STRANGER, keys(STRANGER));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** Which may be another user's than ours. */
  private static void ofTheServer(Path data, String name, String content) throws Exception {
    Path file = data.resolve(name);
    Files.writeString(file, content);
    Files.setOwner(file, Files.getOwner(data.resolve("PG_VERSION")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static KeyStore keys(String alias) throws Exception {
    Path store = files.resolve(alias + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1")
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static Path certificate(String alias, KeyStore keys) throws Exception {
    return Files.writeString(
        files.resolve(alias + ".crt"), pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(content), what);
  }

  private static TargetSettings settings(String parameters) throws Exception {
    Path url = Files.writeString(files.resolve("url"), shop.url() + "?" + parameters + "\n");
    Path password = Files.writeString(files.resolve("password"), shop.password() + "\n");
    Settings settings =
        Settings.from(
            Map.of(
                "SCHEMAWRIGHT_TARGETS", "shop",
                "SCHEMAWRIGHT_TARGET_SHOP_URL_FILE", url.toString(),
                "SCHEMAWRIGHT_TARGET_SHOP_USERNAME", shop.role(),
                "SCHEMAWRIGHT_TARGET_SHOP_PASSWORD_FILE", password.toString()));
    List<TargetSettings> targets = TargetSettings.from(settings);
    settings.complete();
    return targets.get(0);
  }

  private static String trusting(String alias) {
    return "sslmode=verify-full&sslrootcert=" + files.resolve(alias + ".crt");
  }

  private static List<Finding> findings(String parameters) throws Exception {
    return new TargetDoctor(8).examine(settings(parameters)).findings();
  }

  @Test
  void change_isAppliedOverAConnectionWhoseCertificateIsVerified() throws Exception {
    assertThat(findings(trusting(SERVER)))
        .filteredOn(finding -> finding.check().equals("encryption"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.detail()).startsWith("TLSv1."));

    try (TestExecutor executor = new TestExecutor(List.of(settings(trusting(SERVER))))) {
      executor.work("one", 1);
      executor.decide(Decisions.approved("req-1", Plans.create("shop", "carts")));

      assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    }
  }

  @Test
  void serverWithACertificateOfSomebodyElse_isNotTalkedTo() throws Exception {
    assertThat(findings(trusting(STRANGER)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("reachable");
              assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
              assertThat(finding.detail()).contains("SSL").doesNotContain(shop.password());
            });
  }

  @Test
  void connectionInClear_isRefusedByTheServer() throws Exception {
    assertThat(findings("sslmode=disable"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.detail()).contains("28000"));
  }
}
