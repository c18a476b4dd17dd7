package io.schemawright.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes enums, domains and sequences, and a value of each type as a default may spell it. */
final class RandomTypes {

  /** A type that columns may have. */
  record Usable(ObjectRef ref, String value) {
    String printed() {
      return new TypeName(ref.schema(), ref.name(), "").printed();
    }
  }

  private static final List<String> LABELS =
      List.of("sad", "it's", "", "Ünï", "a b", "\\", "\"q\"", "7");

  private final Random random;
  private final List<Usable> usable = new ArrayList<>();

  RandomTypes(Random random) {
    this.random = random;
  }

  List<Usable> usable() {
    return usable;
  }

  EnumType nextEnum(ObjectRef ref) {
    int from = random.nextInt(LABELS.size() - 1);
    List<String> labels = LABELS.subList(from, from + 1 + random.nextInt(LABELS.size() - from));
    usable.add(new Usable(ref, Identifiers.literal(labels.get(0))));
    return new EnumType(labels, comment());
  }

  DomainType nextDomain(ObjectRef ref) {
    if (!usable.isEmpty() && chance(3)) {
      Usable below = usable.get(random.nextInt(usable.size()));
      usable.add(new Usable(ref, below.value()));
      return new DomainType(
          below.printed(), chance(4), chance(2) ? below.value() : null, null, List.of(), comment());
    }
    usable.add(new Usable(ref, "'abc'"));
    List<CheckConstraint> checks = new ArrayList<>();
    if (chance(2)) {
      checks.add(new CheckConstraint("not empty", "VALUE <> ''", false, chance(2), false));
    }
    if (chance(2)) {
      checks.add(CheckConstraint.of(ref.name() + "_check", "length(VALUE) < 9"));
    }
    return new DomainType(
        chance(2) ? "text" : "character varying(9)",
        chance(2),
        chance(2) ? "'a' || 'b'" : null,
        chance(3) ? "C" : null,
        checks,
        comment());
  }

  FreeSequence nextSequence() {
    return new FreeSequence(
        List.of("smallint", "integer", "bigint").get(random.nextInt(3)),
        chance(2) ? 30L : null,
        chance(2) ? 3L : null,
        chance(2) ? -30L : null,
        chance(2) ? 3000L : null,
        chance(2) ? 5L : null,
        chance(2),
        null,
        comment());
  }

  private @Nullable String comment() {
    return chance(3) ? "it's \\ its comment" : null;
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
