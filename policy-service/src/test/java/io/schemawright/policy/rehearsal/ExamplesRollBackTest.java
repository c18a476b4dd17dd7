package io.schemawright.policy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.RollBack;
import io.schemawright.event.Json;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Rehearsal;
import io.schemawright.policy.plan.Unplannable;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every example is planned and rehearsed in its turn, and then what would take it back. */
class ExamplesRollBackTest {

  /** What no statement takes back, and what it says instead. */
  private static final Map<String, String> NO_WAY_BACK =
      Map.of(
          "03-add-enum-value.json", "PostgreSQL cannot take a value from an enum: it keeps audio",
          "09-backfill.json", "what was there before is not kept",
          "29-purge.json", "its rows are gone for good");

  @Test
  void everyExample_canBeTakenBack_orSaysWhyNot() throws IOException {
    try (ScratchServers server = ScratchServers.open(Scratch.settings());
        Stream<Path> files = Files.list(Path.of("..", "examples", "changes"))) {
      World world = new World(server);
      List<String> wrong = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        Map<ObjectRef, CatalogObject> before = new TreeMap<>(world.objects());
        SchemaRequest request =
            Json.mapper().readValue(Files.readString(file), SchemaRequest.class);
        world.apply(request);
        String came = takenBack(world, request, before);
        String expected = NO_WAY_BACK.getOrDefault(String.valueOf(file.getFileName()), "restored");
        if (!came.contains(expected)) {
          wrong.add(file.getFileName() + ": " + came);
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  private static String takenBack(
      World world, SchemaRequest request, Map<ObjectRef, CatalogObject> before) {
    SchemaRequest back =
        new SchemaRequest(
            new RequestId("back-" + request.requestId()),
            request.target(),
            null,
            "ada",
            null,
            null,
            List.of(new RollBack(request.requestId().value())),
            null,
            null,
            false,
            List.of());
    try {
      Rehearsed rehearsed = world.rehearse(back);
      if (rehearsed.rehearsal().outcome() != Rehearsal.Outcome.PASSED) {
        return rehearsed.rehearsal().detail();
      }
      for (ObjectState state : rehearsed.plan().orElseThrow().after()) {
        CatalogObject was = before.get(state.ref());
        if (was != null && state.object() == null) {
          return state.ref() + " is missing";
        }
        if (state.object() != null
            && (was == null || !was.fingerprint().equals(state.object().fingerprint()))) {
          return "%s differs: %s instead of %s"
              .formatted(state.ref(), state.object().definition(), was);
        }
      }
      return rehearsed.rehearsal().restores()
          ? "restored"
          : "restored, with no way on: " + rehearsed.rehearsal().detail();
    } catch (Unplannable e) {
      return String.valueOf(e.finding().message());
    }
  }
}
