package io.schemawright.notifier;

import io.schemawright.database.Database;
import io.schemawright.messaging.Messaging;
import io.schemawright.messaging.Topic;
import io.schemawright.notifier.delivery.Courier;
import io.schemawright.service.HttpServer;
import io.schemawright.service.Service;
import java.util.List;

/** The notifier service. */
public final class NotifierMain {
  private NotifierMain() {}

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    Service.run(
        "notifier",
        service -> {
          NotifierSettings settings = NotifierSettings.from(service.settings());
          Database database =
              service.add(Database.open(settings.database(), "db/notifier", service.metrics()));
          Messaging messaging = Messaging.open(service, settings.kafka(), database);
          List<Courier> couriers =
              settings.channels().stream()
                  .map(channel -> service.add(Courier.start(channel, database, service.metrics())))
                  .toList();
          messaging.read(
              "outcomes",
              List.of(Topic.ACCEPTED, Topic.DECISIONS, Topic.EXECUTIONS),
              new OutcomeEvents(
                  messaging.codec(), couriers, new OutcomeMetrics(service.metrics())));
          service.add(HttpServer.start(service, settings.httpPort(), config -> {}));
        });
  }
}
