package io.schemawright.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.benchmarks.load.TableChanges.TableChange;
import io.schemawright.change.ChangeKind;
import io.schemawright.change.ChangeKinds;
import io.schemawright.event.Json;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What {@code stall} changes. */
final class TableChangesTest {
  /** It has no part in what is there. */
  private static final String TOUCHES_NOTHING = "create-enum";

  @Test
  void everyKindThatTouchesWhatIsThere_isAmongThem() throws Exception {
    Set<String> types = new TreeSet<>(Set.of(TOUCHES_NOTHING));
    for (TableChange change : TableChanges.all()) {
      JsonNode json = Json.mapper().readTree(change.changes());
      types.add(json.get("type").asText());
      assertThat(change.name()).startsWith(json.get("type").asText());
    }

    assertThat(types)
        .containsExactlyElementsOf(
            ChangeKinds.load().all().stream().map(ChangeKind::type).toList());
    assertThat(TableChanges.all()).extracting(TableChange::name).doesNotHaveDuplicates();
  }
}
