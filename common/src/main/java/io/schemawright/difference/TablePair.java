package io.schemawright.difference;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Generated;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A table that stays: as it was, as it is to be, and what of it is the same. */
final class TablePair {
  private final TableSchema before;
  private final TableSchema after;
  private final Renames renames;

  /** The name in the end of each column that stays. */
  private final Map<String, String> columns = new LinkedHashMap<>();

  private final Map<String, String> renamed = new LinkedHashMap<>();
  private final Set<String> dropped = new TreeSet<>();
  private final Set<String> rebuilt = new TreeSet<>();
  private final Set<String> retyped = new TreeSet<>();
  private final List<ItemPair> items = new ArrayList<>();

  TablePair(TableSchema before, TableSchema after, Renames renames) {
    this.before = before;
    this.after = after;
    this.renames = renames;
    matchColumns();
  }

  TableSchema before() {
    return before;
  }

  TableSchema after() {
    return after;
  }

  ObjectRef key() {
    return after.ref();
  }

  boolean same() {
    return before.equals(after) && renamed.isEmpty();
  }

  /** Old and new name of each column that stays under another name. */
  Map<String, String> renamed() {
    return renamed;
  }

  Set<String> retyped() {
    return retyped;
  }

  /** Columns that are dropped, be it to come back as another one. */
  Set<String> gone() {
    Set<String> gone = new TreeSet<>(dropped);
    gone.addAll(rebuilt);
    return gone;
  }

  /** Columns that nothing may rest on while the table changes. */
  Set<String> touched() {
    Set<String> touched = gone();
    touched.addAll(retyped);
    return touched;
  }

  List<ItemPair> items() {
    return items;
  }

  private void matchColumns() {
    Map<String, String> asked = new HashMap<>();
    renames
        .parts()
        .forEach(
            (part, to) -> {
              if (part.table().equals(before.ref())
                  && part.kind() == Renames.Part.Kind.COLUMN
                  && before.column(part.name()).isPresent()
                  && after.column(to).isPresent()) {
                asked.put(part.name(), to);
              }
            });
    Map<String, Column> wanted = new HashMap<>();
    after.columns().forEach(column -> wanted.put(column.name(), column));
    Set<String> taken = new HashSet<>(asked.values());
    for (Column column : before.columns()) {
      String to = asked.getOrDefault(column.name(), column.name());
      boolean stays =
          wanted.containsKey(to) && (asked.containsKey(column.name()) || !taken.contains(to));
      if (!stays) {
        dropped.add(column.name());
      } else {
        columns.put(column.name(), to);
        if (!to.equals(column.name())) {
          renamed.put(column.name(), to);
        }
      }
    }
    columns.forEach(
        (from, to) ->
            compare(before.column(from).orElseThrow(), Objects.requireNonNull(wanted.get(to))));
    generatedFromTouched();
  }

  private void compare(Column from, Column to) {
    Generated was = from.generated();
    Generated is = to.generated();
    boolean retype =
        !from.type().equals(to.type()) || !Objects.equals(from.collation(), to.collation());
    if (is != null) {
      boolean stays =
          was != null
              && !retype
              && was.virtual() == is.virtual()
              && Expression.sameWhenRenamed(was.expression(), is.expression(), renamed);
      boolean stale = was != null && was.equals(is) && !retype && staleExpression(was.expression());
      if (!stays && !stale) {
        rebuilt.add(from.name());
      }
    } else if (was != null && was.virtual()) {
      rebuilt.add(from.name());
    } else if (retype) {
      retyped.add(from.name());
    }
  }

  private boolean staleExpression(String expression) {
    Set<String> gone = new HashSet<>(renamed.keySet());
    gone.removeAll(renamed.values());
    return Expression.mentionsAny(expression, gone);
  }

  /** PostgreSQL neither retypes nor drops what a generated column is computed from. */
  private void generatedFromTouched() {
    Set<String> touched = touched();
    for (Column column : before.columns()) {
      Generated generated = column.generated();
      if (generated != null
          && columns.containsKey(column.name())
          && !rebuilt.contains(column.name())
          && Expression.mentionsAny(generated.expression(), touched)) {
        rebuilt.add(column.name());
      }
    }
  }

  /** Decides what becomes of each constraint and index. */
  void matchItems(Carried carried) {
    Map<String, Item> wanted = new HashMap<>();
    Item.of(after).forEach(item -> wanted.put(label(item), item));
    Set<String> gone = gone();
    for (Item item : Item.of(before)) {
      String to =
          renames
              .parts()
              .getOrDefault(
                  new Renames.Part(
                      before.ref(),
                      item.kind().constraint()
                          ? Renames.Part.Kind.CONSTRAINT
                          : Renames.Part.Kind.INDEX,
                      item.name()),
                  item.name());
      Item target = wanted.get(to + '\0' + item.kind());
      if (target == null) {
        items.add(new ItemPair(item, null, false, false));
        continue;
      }
      wanted.remove(label(target));
      Object value = same() ? item.value() : carried.value(item, target);
      boolean equal = value.equals(target.value());
      boolean validated = !equal && validated(value).equals(target.value());
      boolean falls =
          item.columns().stream().anyMatch(gone::contains)
              || item.expressions().stream().anyMatch(text -> Expression.mentionsAny(text, gone));
      items.add(new ItemPair(item, target, (equal || validated) && !falls, validated && !falls));
    }
  }

  private static String label(Item item) {
    return item.name() + '\0' + item.kind();
  }

  private static Object validated(Object value) {
    if (value instanceof CheckConstraint check && check.notValid() && !check.notEnforced()) {
      return new CheckConstraint(check.name(), check.expression(), check.noInherit(), false, false);
    } else if (value instanceof ForeignKey key && key.notValid() && !key.notEnforced()) {
      return new ForeignKey(
          key.name(),
          key.columns(),
          key.referencedSchema(),
          key.referencedTable(),
          key.referencedColumns(),
          key.onDelete(),
          key.onUpdate(),
          key.matchFull(),
          key.deferral(),
          false,
          false);
    }
    return value;
  }

  /** Whether a foreign key to these columns has to go while this table changes. */
  boolean disturbs(List<String> referenced) {
    Set<String> touched = touched();
    return referenced.stream().anyMatch(touched::contains)
        || items.stream().anyMatch(pair -> pair.goes() && pair.item().identifies(referenced));
  }

  /** The items that are to be there in the end and have to be made. */
  List<Item> added() {
    Set<Item> there = new HashSet<>();
    items.stream()
        .filter(ItemPair::stays)
        .map(ItemPair::wanted)
        .filter(Objects::nonNull)
        .forEach(there::add);
    return Item.of(after).stream()
        .filter(item -> !there.contains(item))
        .sorted((one, other) -> one.kind().compareTo(other.kind()))
        .toList();
  }

  void replace(int index) {
    items.set(index, items.get(index).replaced());
  }

  /** The part of the table in the end that this one becomes by itself; null if it has to go. */
  @Nullable TablePart counterpart(TablePart part) {
    if (after.others().contains(part) && renamed.isEmpty() && before.ref().equals(after.ref())) {
      return part;
    }
    Map<String, String> names = new HashMap<>(renamed);
    if (!before.name().equals(after.name())) {
      names.put(before.name(), after.name());
    }
    if (!before.schema().equals(after.schema())) {
      names.put(before.schema(), after.schema());
    }
    for (ItemPair pair : items) {
      if (pair.stays()
          && pair.wanted() != null
          && !pair.item().name().equals(pair.wanted().name())) {
        names.put(pair.item().name(), pair.wanted().name());
      }
    }
    return after.others().stream()
        .filter(
            other ->
                other.kind() == part.kind()
                    && Expression.sameWhenRenamed(part.definition(), other.definition(), names))
        .findFirst()
        .orElse(null);
  }
}
