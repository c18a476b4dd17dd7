package io.schemawright.executor.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.Cause;
import io.schemawright.event.EventId;
import io.schemawright.event.Json;
import io.schemawright.event.TargetDescribed;
import io.schemawright.event.TraceParent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code targets}: each as it was last published. */
public final class DescribedTargets {
  private DescribedTargets() {}

  /**
   * A description that is to be published.
   *
   * @param event the description
   * @param cause the same, whichever process found it out
   */
  public record News(TargetDescribed event, Cause cause) {}

  private record Stored(long version, String description) {}

  /**
   * Stores what {@code describe} makes of the description so far; that of a target that was never
   * reached is what it is given at first.
   *
   * @return what is to be published, if it is something new
   */
  public static Optional<News> store(
      Handle handle, Target target, UnaryOperator<TargetDescribed> describe) {
    // The row has to be there before it can be locked.
    handle.execute(
        "insert into targets (target, version, description) values (?, 0, 'null')"
            + " on conflict do nothing",
        target.name());
    Stored stored =
        handle
            .createQuery("select version, description from targets where target = ? for update")
            .bind(0, target.name())
            .map((row, context) -> new Stored(row.getLong(1), row.getString(2)))
            .one();
    TargetDescribed known =
        Objects.requireNonNullElseGet(
            parse(stored.description()),
            () ->
                new TargetDescribed(
                    target.name(), target.environment(), 0, "", List.of(), false, ""));
    TargetDescribed now = describe.apply(asConfigured(target, known));
    String description = json(now);
    if (stored.version() > 0 && description.equals(stored.description())) {
      return Optional.empty();
    }
    long version = stored.version() + 1;
    handle.execute(
        "update targets set version = ?, description = ?::json where target = ?",
        version,
        description,
        target.name());
    // The version is part of the id: a target that is back is as it was, and still it is news.
    String content = target.name() + '\n' + version + '\n' + description;
    EventId id = new EventId(Fingerprint.ofBytes(content.getBytes(UTF_8)).value());
    return Optional.of(new News(now, new Cause(id, TraceParent.random())));
  }

  /** What is not read from the target but said by its settings. */
  private static TargetDescribed asConfigured(Target target, TargetDescribed known) {
    return new TargetDescribed(
        known.target(),
        target.environment(),
        known.postgresMajor(),
        known.postgresVersion(),
        known.extensions(),
        known.reachable(),
        known.detail(),
        target.calendar().windowNames(),
        target.trashRetention());
  }

  /** Whether a target was ever read. */
  public static boolean wasRead(Handle handle, String target) {
    return handle
        .createQuery(
            "select exists (select from targets where target = ?"
                + " and (description->>'postgresMajor')::int > 0)")
        .bind(0, target)
        .mapTo(Boolean.class)
        .one();
  }

  private static String json(TargetDescribed description) {
    try {
      return Json.mapper().writeValueAsString(description);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a target's description has no JSON", e);
    }
  }

  private static @Nullable TargetDescribed parse(String json) {
    try {
      return Json.mapper().readValue(json, TargetDescribed.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the table targets holds an unreadable description", e);
    }
  }
}
