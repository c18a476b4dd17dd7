package io.schemawright.difference;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.Dependency;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OpaqueDefinition;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Adds to a state what the model holds only as text. */
final class RandomTexts {
  private static final ObjectRef TOUCH = new ObjectRef(ObjectKind.FUNCTION, "public", "touch it()");
  private static final ObjectRef PAIR = new ObjectRef(ObjectKind.COMPOSITE_TYPE, "public", "pair");

  private final Random random;

  RandomTexts(Random random) {
    this.random = random;
  }

  SchemaState addedTo(SchemaState state) {
    SchemaState with = state;
    if (chance(2)) {
      with =
          with.with(
              PAIR,
              new OpaqueDefinition(
                  "CREATE TYPE public.pair AS (a integer, \"B\" %s)"
                      .formatted(chance(2) ? "text" : "numeric(5,1)")));
    }
    boolean touch = chance(2);
    if (touch) {
      with =
          with.with(
              TOUCH,
              new OpaqueDefinition(
                  "CREATE FUNCTION public.\"touch it\"() RETURNS trigger LANGUAGE plpgsql"
                      + " AS 'BEGIN /* %d */ RETURN NEW; END'".formatted(random.nextInt(2))));
    }
    for (Definition definition : List.copyOf(with.objects().values())) {
      if (definition instanceof TableSchema table && table.partitionOf() == null) {
        with = with.with(withParts(table, touch));
      }
    }
    return with;
  }

  private TableSchema withParts(TableSchema table, boolean touch) {
    String name = Identifiers.quote(table.schema(), table.name());
    List<TablePart> parts = new ArrayList<>(table.others());
    List<Dependency> rests = new ArrayList<>(table.dependsOn());
    for (Column column : table.columns()) {
      String quoted = Identifiers.quote(column.name());
      if (column.generated() == null && chance(6)) {
        String policy = Identifiers.quote("sees " + parts.size());
        parts.add(
            new TablePart(
                TablePart.Kind.POLICY,
                "sees " + parts.size(),
                "CREATE POLICY %s ON %s FOR SELECT USING (%s IS NOT NULL)"
                    .formatted(policy, name, quoted),
                "DROP POLICY %s ON %s".formatted(policy, name)));
      }
      if (touch && column.generated() == null && chance(6)) {
        String trigger = Identifiers.quote("touches " + parts.size());
        parts.add(
            new TablePart(
                TablePart.Kind.TRIGGER,
                "touches " + parts.size(),
                "CREATE TRIGGER %s BEFORE UPDATE OF %s ON %s FOR EACH ROW%s EXECUTE FUNCTION %s()"
                    .formatted(
                        trigger,
                        quoted,
                        name,
                        chance(2) ? " WHEN (OLD.%s IS NULL)".formatted(quoted) : "",
                        Identifiers.quote("public", "touch it")),
                "DROP TRIGGER %s ON %s".formatted(trigger, name)));
        rests.add(new Dependency(TOUCH, null));
      }
    }
    return table.toBuilder().others(parts).dependsOn(rests).build();
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
