package io.schemawright.notifier.message;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.RenameColumn;
import io.schemawright.difference.RenameTable;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a plan makes of its objects, in words. Two states cannot tell a renamed thing from one that
 * was dropped and another that was created: it counts as renamed only if a step of the plan says
 * so.
 */
final class Differences {
  private final Map<ObjectRef, Definition> before;
  private final Map<ObjectRef, Definition> after;
  private final Set<String> statements = new HashSet<>();

  private Differences(Plan plan) {
    before = definitions(plan.before());
    after = definitions(plan.after());
    plan.steps().forEach(step -> statements.addAll(step.statements()));
  }

  /** {@code created table public.carts}; one line for each object that is different afterwards. */
  static List<String> of(Plan plan) {
    return new Differences(plan).lines();
  }

  private static Map<ObjectRef, Definition> definitions(List<ObjectState> states) {
    Map<ObjectRef, Definition> found = new LinkedHashMap<>();
    for (ObjectState state : states) {
      if (state.object() != null) {
        found.put(state.ref(), state.object().definition());
      }
    }
    return found;
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    Set<ObjectRef> renamed = new HashSet<>();
    after.forEach(
        (ref, is) -> {
          ObjectRef from = before.containsKey(ref) ? ref : formerly(ref);
          Definition was = from == null ? null : before.get(from);
          if (from == null || was == null) {
            lines.add("created " + name(ref));
          } else {
            List<String> details = details(was, is);
            if (!from.equals(ref)) {
              renamed.add(from);
              lines.add("renamed %s to %s%s".formatted(name(from), plain(ref), in(details)));
            } else if (!was.equals(is)) {
              lines.add("changed " + name(ref) + in(details));
            }
          }
        });
    before.keySet().stream()
        .filter(ref -> !after.containsKey(ref) && !renamed.contains(ref))
        .forEach(ref -> lines.add("dropped " + name(ref)));
    return lines;
  }

  private @Nullable ObjectRef formerly(ObjectRef ref) {
    return ref.kind() != ObjectKind.TABLE
        ? null
        : before.keySet().stream()
            .filter(from -> from.kind() == ObjectKind.TABLE && !after.containsKey(from))
            .filter(from -> isDone(new RenameTable(from, ref)))
            .findFirst()
            .orElse(null);
  }

  private boolean isDone(Alteration alteration) {
    return statements.containsAll(alteration.statements());
  }

  private List<String> details(Definition was, Definition is) {
    if (was instanceof TableSchema from && is instanceof TableSchema to) {
      return columns(from, to);
    }
    if (was instanceof EnumType from && is instanceof EnumType to) {
      return to.labels().stream()
          .filter(label -> !from.labels().contains(label))
          .map(label -> "added value '%s'".formatted(label))
          .toList();
    }
    return List.of();
  }

  private List<String> columns(TableSchema from, TableSchema to) {
    List<String> details = new ArrayList<>();
    Set<String> renamed = new HashSet<>();
    for (Column column : to.columns()) {
      String former =
          from.columns().stream()
              .map(Column::name)
              .filter(name -> to.column(name).isEmpty())
              .filter(name -> isDone(new RenameColumn(from, name, column.name())))
              .findFirst()
              .orElse(column.name());
      Column was = from.column(former).orElse(null);
      if (was == null) {
        details.add("added column %s %s".formatted(column.name(), column.type()));
      } else if (!former.equals(column.name())) {
        renamed.add(former);
        details.add("renamed column %s to %s".formatted(former, column.name()));
      } else if (!was.type().equals(column.type())) {
        details.add("column %s is %s, was %s".formatted(column.name(), column.type(), was.type()));
      } else if (!was.equals(column)) {
        details.add("changed column " + column.name());
      }
    }
    from.columns().stream()
        .map(Column::name)
        .filter(name -> to.column(name).isEmpty() && !renamed.contains(name))
        .forEach(name -> details.add("dropped column " + name));
    return details;
  }

  private static String in(List<String> details) {
    return details.isEmpty() ? "" : details.stream().collect(Collectors.joining("; ", " (", ")"));
  }

  private static String name(ObjectRef ref) {
    return ref.kind().json().replace('-', ' ') + " " + plain(ref);
  }

  private static String plain(ObjectRef ref) {
    return ref.schema() + "." + ref.name();
  }
}
