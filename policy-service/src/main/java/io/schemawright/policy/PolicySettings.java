package io.schemawright.policy;

import io.schemawright.database.DatabaseSettings;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Severity;
import io.schemawright.policy.rehearsal.ScratchSettings;
import io.schemawright.service.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What policy needs to know to run.
 *
 * @param kafka the brokers
 * @param database policy's own database
 * @param scratch where plans are tried out
 * @param streams how the topology runs
 * @param policySet what is allowed where no file says otherwise; its version does not count
 * @param policies the file of a policy set, or the directory of several
 * @param httpPort where health and metrics are
 */
public record PolicySettings(
    KafkaSettings kafka,
    DatabaseSettings database,
    ScratchSettings scratch,
    StreamsSettings streams,
    PolicySet policySet,
    Optional<Path> policies,
    int httpPort) {

  private static final List<String> PROTECTED =
      List.of(
          "messages",
          "queries",
          "user_profiles",
          "documents",
          "schema_registry",
          "schema_requests");
  private static final List<String> SAFE =
      List.of(
          "text",
          "varchar",
          "integer",
          "bigint",
          "serial",
          "bigserial",
          "boolean",
          "jsonb",
          "timestamptz",
          "timestamp",
          "date",
          "uuid",
          "real",
          "double precision",
          "numeric");

  /**
   * Reads the settings.
   *
   * @param autoCreate the variable {@code ENABLE_SCHEMA_AUTO_CREATE} of the auto-create document:
   *     {@code true} opts the default target in where {@code AUTO_APPROVE_TARGETS} is not set
   * @throws io.schemawright.service.InvalidSettings if any is missing or wrong
   */
  public static PolicySettings from(Settings settings, @Nullable String autoCreate) {
    StreamsSettings streams = StreamsSettings.from(settings);
    PolicySettings read =
        new PolicySettings(
            KafkaSettings.from(settings),
            DatabaseSettings.from(settings),
            ScratchSettings.from(settings, streams.threads()),
            streams,
            policySet(settings, "true".equals(autoCreate)),
            settings.optional("POLICIES").map(Path::of),
            settings.port("HTTP_PORT", 8081));
    settings.complete();
    return read;
  }

  private static PolicySet policySet(Settings settings, boolean autoCreate) {
    Set<String> automatic = new TreeSet<>(settings.list("AUTO_APPROVE_TARGETS"));
    if (automatic.isEmpty() && autoCreate) {
      automatic.add(settings.text("DEFAULT_TARGET", "sandbox"));
    }
    return new PolicySet(
        "default",
        1,
        automatic,
        listed(settings, "PROTECTED_TABLES", PROTECTED),
        listed(settings, "SAFE_TYPES", SAFE),
        settings.number("APPROVALS_NEEDED", 1, 1, 9),
        settings.number("REVIEW_HOURS", 48, 1, 10_000),
        severities(settings));
  }

  private static Set<String> listed(Settings settings, String name, List<String> otherwise) {
    List<String> values = settings.list(name);
    return new TreeSet<>(
        (values.isEmpty() ? otherwise : values)
            .stream().map(value -> value.toLowerCase(Locale.ROOT)).toList());
  }

  /** Rule ids with severities, as in {@code text-over-varchar=advice,bigint-precision=error}. */
  private static Map<String, Severity> severities(Settings settings) {
    Map<String, Severity> severities = new TreeMap<>();
    for (String item : settings.list("SEVERITIES")) {
      int equals = item.indexOf('=');
      Optional<Severity> severity =
          Stream.of(Severity.values())
              .filter(known -> known.name().equalsIgnoreCase(item.substring(equals + 1).strip()))
              .findFirst();
      if (equals <= 0 || severity.isEmpty()) {
        settings.problem(
            "SEVERITIES",
            "holds \"%s\", expected rule=error, rule=warning or rule=advice".formatted(item));
      } else {
        severities.put(item.substring(0, equals).strip(), severity.get());
      }
    }
    return severities;
  }
}
