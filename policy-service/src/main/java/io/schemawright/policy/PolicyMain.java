package io.schemawright.policy;

import io.schemawright.database.Database;
import io.schemawright.messaging.Messaging;
import io.schemawright.policy.record.PolicySets;
import io.schemawright.policy.record.RecordedDecisions;
import io.schemawright.policy.record.Recorder;
import io.schemawright.policy.rehearsal.ScratchServers;
import io.schemawright.policy.rule.Rules;
import io.schemawright.policy.set.SetReader;
import io.schemawright.policy.set.SetWatch;
import io.schemawright.policy.set.SetsInForce;
import io.schemawright.service.HttpServer;
import io.schemawright.service.Service;
import java.time.Clock;

/** Policy: plans, rehearses and judges what intake accepted. */
public final class PolicyMain {
  private PolicyMain() {}

  /** Runs the service until it is told to stop. */
  public static void main(String[] arguments) {
    Service.run(
        "policy",
        service -> {
          PolicySettings settings =
              PolicySettings.from(service.settings(), System.getenv("ENABLE_SCHEMA_AUTO_CREATE"));
          Database database =
              service.add(Database.open(settings.database(), "db/policy", service.metrics()));
          Messaging messaging = Messaging.open(service, settings.kafka(), database);
          Rules rules = Rules.load();
          PolicySets policySets = new PolicySets(messaging.outbox(), messaging.codec());
          service.add(
              SetWatch.start(
                  settings.policies(),
                  new SetReader(rules, settings.policySet()),
                  settings.policySet(),
                  policySets,
                  service.metrics()));
          ScratchServers scratch = service.add(ScratchServers.open(settings.scratch()));
          FirstOffsets.ensure(settings.kafka(), database);
          PolicyTopology topology =
              new PolicyTopology(
                  messaging.codec(),
                  new Policy(rules),
                  SetsInForce.newestOf(policySets.inForce()),
                  scratch,
                  new RecordedDecisions(database),
                  Clock.systemUTC(),
                  service.metrics());
          service.add(
              PolicyStreams.start(
                  topology.get(), settings.kafka(), settings.streams(), service.metrics()));
          messaging.read("record", Recorder.SOURCES, new Recorder(messaging.codec()));
          service.add(HttpServer.start(service, settings.httpPort(), config -> {}));
        });
  }
}
