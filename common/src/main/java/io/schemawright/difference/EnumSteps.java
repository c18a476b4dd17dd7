package io.schemawright.difference;

import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ObjectRef;
import java.util.List;
import java.util.Objects;

/** Adds values to an enum. None can be taken away or moved. */
final class EnumSteps {
  private final Draft draft;
  private final ObjectRef ref;

  EnumSteps(Draft draft, ObjectRef ref) {
    this.draft = draft;
    this.ref = ref;
  }

  void run(EnumType was, EnumType is) {
    List<String> kept = was.labels().stream().filter(is.labels()::contains).toList();
    List<String> asWanted = is.labels().stream().filter(was.labels()::contains).toList();
    if (!kept.equals(asWanted)) {
      throw new Inexpressible(
          ref,
          "PostgreSQL cannot change the order of an enum's values: %s instead of %s"
              .formatted(asWanted, kept));
    }
    List<String> stays =
        was.labels().stream().filter(label -> !is.labels().contains(label)).toList();
    if (!stays.isEmpty()) {
      draft.remark(
          ref, "PostgreSQL cannot take a value from an enum: it keeps " + String.join(", ", stays));
    }
    for (int i = 0; i < is.labels().size(); i++) {
      if (!was.labels().contains(is.labels().get(i))) {
        String next =
            is.labels().stream().skip(i).filter(was.labels()::contains).findFirst().orElse(null);
        draft.step(new AddEnumValue(ref, is.labels().get(i), next));
      }
    }
    if (!Objects.equals(was.comment(), is.comment())) {
      draft.step(new SetComment(ref, null, is.comment()));
    }
  }
}
