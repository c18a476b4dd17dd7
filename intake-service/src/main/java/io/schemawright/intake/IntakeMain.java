package io.schemawright.intake;

import io.schemawright.database.Database;
import io.schemawright.intake.http.Api;
import io.schemawright.intake.request.RequestForms;
import io.schemawright.intake.request.RequestReader;
import io.schemawright.intake.status.OpenRequests;
import io.schemawright.intake.status.StatusHandler;
import io.schemawright.intake.submission.Intake;
import io.schemawright.intake.submission.RequestsHandler;
import io.schemawright.messaging.Messaging;
import io.schemawright.messaging.Topic;
import io.schemawright.service.HttpServer;
import io.schemawright.service.Service;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;

/** Intake: takes requests in, keeps the read model, answers over REST. */
public final class IntakeMain {
  private IntakeMain() {}

  /** Runs until stopped. */
  public static void main(String[] arguments) {
    Service.run("intake", service -> start(service, IntakeSettings.from(service.settings())));
  }

  private static void start(Service service, IntakeSettings settings) {
    Clock clock = Clock.systemUTC();
    Database database =
        service.add(Database.open(settings.database(), "db/intake", service.metrics()));
    Messaging messaging = Messaging.open(service, settings.kafka(), database);
    service.add(OpenRequests.measure(database, service.metrics()));
    RequestReader reader = new RequestReader(RequestForms.load(), settings.defaultTarget());
    Intake intake =
        new Intake(messaging.codec(), settings.defaultTarget(), clock, service.metrics());
    messaging.read(
        "status",
        EnumSet.complementOf(EnumSet.of(Topic.REQUESTS)),
        new StatusHandler(messaging.codec()));
    messaging.read("requests", List.of(Topic.REQUESTS), new RequestsHandler(reader, intake));
    Api api = new Api(database, messaging, reader, intake, settings.backlog(), clock);
    service.add(HttpServer.start(service, settings.httpPort(), api::register));
  }
}
