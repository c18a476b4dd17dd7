package io.schemawright.difference;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.ExclusionConstraint;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.UniqueConstraint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a table as they are once the table's columns, and other tables, have their new names.
 */
final class Carried {
  private final Map<String, String> columns;
  private final Map<ObjectRef, ObjectRef> objects;
  private final Function<ObjectRef, Map<String, String>> columnsOf;

  /**
   * @param columns the new names of the table's own columns, where they have any
   * @param objects the new names of tables
   * @param columnsOf the new names of another table's columns, by the table's old name
   */
  Carried(
      Map<String, String> columns,
      Map<ObjectRef, ObjectRef> objects,
      Function<ObjectRef, Map<String, String>> columnsOf) {
    this.columns = columns;
    this.objects = objects;
    this.columnsOf = columnsOf;
  }

  /** The part under its new name; expressions take the wanted spelling if that is the same. */
  Object value(Item item, Item wanted) {
    String name = wanted.name();
    return switch (item.kind()) {
      case PRIMARY_KEY -> {
        PrimaryKey key = (PrimaryKey) item.value();
        yield new PrimaryKey(name, names(key.columns()), names(key.include()), key.deferral());
      }
      case UNIQUE -> {
        UniqueConstraint unique = (UniqueConstraint) item.value();
        yield new UniqueConstraint(
            name,
            names(unique.columns()),
            names(unique.include()),
            unique.nullsNotDistinct(),
            unique.deferral());
      }
      case CHECK -> {
        CheckConstraint check = (CheckConstraint) item.value();
        String expression =
            text(check.expression(), ((CheckConstraint) wanted.value()).expression());
        yield new CheckConstraint(
            name,
            Objects.requireNonNull(expression),
            check.noInherit(),
            check.notValid(),
            check.notEnforced());
      }
      case INDEX -> index((Index) item.value(), (Index) wanted.value());
      case EXCLUSION ->
          exclusion((ExclusionConstraint) item.value(), (ExclusionConstraint) wanted.value());
      case FOREIGN_KEY -> foreignKey((ForeignKey) item.value(), name);
    };
  }

  private Index index(Index index, Index wanted) {
    return new Index(
        wanted.name(),
        index.method(),
        keys(index.keys(), wanted.keys()),
        names(index.include()),
        index.unique(),
        index.nullsNotDistinct(),
        text(index.predicate(), wanted.predicate()),
        index.invalid());
  }

  private ExclusionConstraint exclusion(ExclusionConstraint exclusion, ExclusionConstraint wanted) {
    List<IndexKey> keys =
        keys(
            exclusion.elements().stream().map(ExclusionConstraint.Element::key).toList(),
            wanted.elements().stream().map(ExclusionConstraint.Element::key).toList());
    List<ExclusionConstraint.Element> elements = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      elements.add(
          new ExclusionConstraint.Element(keys.get(i), exclusion.elements().get(i).operator()));
    }
    return new ExclusionConstraint(
        wanted.name(),
        exclusion.method(),
        elements,
        names(exclusion.include()),
        text(exclusion.predicate(), wanted.predicate()),
        exclusion.deferral());
  }

  ForeignKey foreignKey(ForeignKey key, String name) {
    ObjectRef referenced = objects.getOrDefault(key.references(), key.references());
    Map<String, String> theirs = columnsOf.apply(key.references());
    return new ForeignKey(
        name,
        names(key.columns()),
        referenced.schema(),
        referenced.name(),
        key.referencedColumns().stream().map(c -> theirs.getOrDefault(c, c)).toList(),
        key.onDelete(),
        key.onUpdate(),
        key.matchFull(),
        key.deferral(),
        key.notValid(),
        key.notEnforced());
  }

  private List<IndexKey> keys(List<IndexKey> keys, List<IndexKey> wanted) {
    List<IndexKey> carried = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      IndexKey key = keys.get(i);
      String other = i < wanted.size() ? wanted.get(i).expression() : null;
      carried.add(
          new IndexKey(
              key.column() == null ? null : name(key.column()),
              text(key.expression(), other),
              key.order(),
              key.nulls(),
              key.collation(),
              key.operatorClass()));
    }
    return carried;
  }

  private List<String> names(List<String> names) {
    return names.stream().map(this::name).toList();
  }

  private String name(String name) {
    return columns.getOrDefault(name, name);
  }

  private @Nullable String text(@Nullable String text, @Nullable String wanted) {
    if (text == null || wanted == null) {
      return text;
    }
    if (Expression.sameWhenRenamed(text, wanted, columns)
        || (text.equals(wanted) && Expression.mentionsAny(text, gone()))) {
      return wanted;
    }
    // Whatever it says once the columns have their new names, it is not what is wanted.
    return text.equals(wanted) ? text + " " : text;
  }

  /**
   * Names that no column has any more: who still writes them means the column under its new one.
   */
  private Set<String> gone() {
    Set<String> gone = new HashSet<>(columns.keySet());
    gone.removeAll(columns.values());
    return gone;
  }
}
