package io.schemawright.executor;

import io.schemawright.database.Database;
import io.schemawright.executor.catalog.CatalogWatch;
import io.schemawright.executor.catalog.RegularLook;
import io.schemawright.executor.queue.Claimant;
import io.schemawright.executor.queue.DecisionHandler;
import io.schemawright.executor.queue.Heartbeat;
import io.schemawright.executor.run.Retries;
import io.schemawright.executor.run.Workers;
import io.schemawright.executor.target.TargetUsage;
import io.schemawright.executor.target.Targets;
import io.schemawright.executor.trash.Purges;
import io.schemawright.messaging.Messaging;
import io.schemawright.messaging.Topic;
import io.schemawright.service.HttpServer;
import io.schemawright.service.Service;
import java.util.List;
import java.util.UUID;

/** The executor: schema.decisions → queue → target → schema.executions, schema.catalog. */
public final class ExecutorMain {
  private ExecutorMain() {}

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    Service.run("executor", ExecutorMain::start);
  }

  private static void start(Service service) {
    ExecutorSettings settings = ExecutorSettings.from(service.settings());
    String owner = UUID.randomUUID().toString();
    Database database =
        service.add(Database.open(settings.database(), "db/executor", service.metrics()));
    Messaging messaging = Messaging.open(service, settings.kafka(), database);
    Targets targets =
        service.add(new Targets(settings.targets(), settings.connectionsToEachTarget()));
    targets.all().forEach(target -> service.add(TargetUsage.measure(target, service.metrics())));
    ExecutionMetrics.register(service.metrics());
    Claimant claimant = new Claimant(messaging.codec(), owner, settings.lease(), targets::resting);
    service.add(new Heartbeat(database, claimant::held, settings.lease(), service.metrics()));
    service.add(
        RegularLook.start(
            new CatalogWatch(database, messaging.outbox(), messaging.codec(), service.metrics()),
            new Purges(messaging.outbox()),
            targets,
            settings.catalogInterval()));
    service
        .add(
            new Workers(
                messaging.outbox(),
                messaging.codec(),
                targets,
                new Retries(settings.lockBudget(), settings.awayBudget()),
                claimant,
                service.metrics()))
        .start(settings.workers());
    messaging.read(
        "decisions",
        List.of(Topic.DECISIONS),
        new DecisionHandler(messaging.codec(), claimant::claimLast, targets::calendar));
    service.add(HttpServer.start(service, settings.httpPort(), config -> {}));
  }
}
