package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.literal;
import static io.schemawright.catalog.Identifiers.quote;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the model as statements. Every name is quoted and schema-qualified, every expression
 * stands in parentheses and is refused if it could leave them.
 *
 * <p>What cannot be written is an {@link IllegalArgumentException} that says why, never left out.
 */
public final class Ddl {
  private Ddl() {}

  /**
   * The statements that create any object with all that is part of it, in order; a partition of a
   * table that is part of {@code state} as {@link #createTable(TableSchema, TableSchema)}. They do
   * not make the sequence its owner's: see {@link #ownSequence}.
   */
  public static List<String> create(ObjectRef ref, Definition definition, SchemaState state) {
    if (definition instanceof TableSchema table) {
      return createTable(table, state.partitionedTable(table).orElse(null));
    } else if (definition instanceof EnumType type) {
      return createEnum(ref, type);
    } else if (definition instanceof DomainType domain) {
      return createDomain(ref, domain);
    } else if (definition instanceof FreeSequence sequence) {
      return createSequence(ref, sequence);
    }
    return createOpaque((OpaqueDefinition) definition);
  }

  /**
   * The statements that create the table with all its parts, in order. A partition is created and
   * then attached, which fails if its partitioned table has checks.
   */
  public static List<String> createTable(TableSchema table) {
    return createTable(table, null);
  }

  /**
   * The statements that create the table with all its parts, in order.
   *
   * @param parent the partitioned table, if the table is a partition of one, as {@link
   *     SchemaState#partitionedTable} finds it; its constraints and indexes come with it
   */
  public static List<String> createTable(TableSchema table, @Nullable TableSchema parent) {
    List<String> statements = new ArrayList<>();
    List<Column> counted =
        table.columns().stream().filter(c -> ColumnDdl.needsOwnSequence(table, c)).toList();
    counted.forEach(column -> statements.add(ColumnDdl.createSequence(table, column)));
    String name = quote(table.schema(), table.name());
    List<String> later = new ArrayList<>();
    PartitionOf partition = table.partitionOf();
    if (partition != null && parent != null && PartitionDdl.like(table, parent)) {
      List<String> elements = PartitionDdl.columnOptions(table, parent);
      constraints(table, elements, later);
      statements.add(
          "CREATE %sTABLE %s PARTITION OF %s%s %s%s"
              .formatted(
                  table.unlogged() ? "UNLOGGED " : "",
                  name,
                  quote(partition.schema(), partition.table()),
                  elements.isEmpty() ? "" : " (\n  " + String.join(",\n  ", elements) + "\n)",
                  PartitionDdl.bound(partition),
                  PartitionDdl.partitionBy(table)));
      statements.addAll(PartitionDdl.droppedDefaults(table, parent));
    } else {
      List<String> elements = new ArrayList<>();
      table.columns().forEach(column -> elements.add(ColumnDdl.definition(table, column)));
      constraints(table, elements, later);
      if (partition != null && parent != null) {
        parent.checks().stream()
            .filter(check -> !check.noInherit())
            .forEach(check -> elements.add(ConstraintDdl.constraint(check)));
      }
      statements.add(
          "CREATE %sTABLE %s (\n  %s\n)%s"
              .formatted(
                  table.unlogged() ? "UNLOGGED " : "",
                  name,
                  String.join(",\n  ", elements),
                  PartitionDdl.partitionBy(table)));
      if (partition != null) {
        statements.add(PartitionDdl.attach(table));
      }
    }
    counted.forEach(column -> statements.add(ColumnDdl.ownSequence(table, column)));
    table.indexes().forEach(index -> statements.add(createIndex(table, index)));
    later.forEach(
        constraint -> statements.add("ALTER TABLE %s ADD %s".formatted(name, constraint)));
    comments(table, statements);
    table.others().forEach(part -> statements.add(part(table, part)));
    return List.copyOf(statements);
  }

  /** The statements that add the column, with its sequence and comment. */
  public static List<String> addColumn(TableSchema table, Column column) {
    List<String> statements = new ArrayList<>();
    boolean counted = ColumnDdl.needsOwnSequence(table, column);
    if (counted) {
      statements.add(ColumnDdl.createSequence(table, column));
    }
    statements.add(
        "ALTER TABLE %s ADD COLUMN %s"
            .formatted(quote(table.schema(), table.name()), column(table, column)));
    if (counted) {
      statements.add(ColumnDdl.ownSequence(table, column));
    }
    if (column.comment() != null) {
      statements.add(comment(table, column.name(), column.comment()));
    }
    return List.copyOf(statements);
  }

  /** The statement that drops the table, and fails if anything depends on it. */
  public static String dropTable(ObjectRef table) {
    return drop(table);
  }

  /** The statement that drops the object, and fails if anything depends on it. */
  public static String drop(ObjectRef ref) {
    return "DROP %s %s".formatted(ObjectDdl.words(ref.kind()), ObjectDdl.name(ref));
  }

  /** The statement that gives the object this comment, or takes it away. */
  public static String comment(ObjectRef ref, @Nullable String comment) {
    return "COMMENT ON %s %s IS %s"
        .formatted(
            ObjectDdl.words(ref.kind()),
            ObjectDdl.name(ref),
            comment == null ? "NULL" : literal(comment));
  }

  /** The statement that gives the column this comment, or takes it away. */
  public static String comment(TableSchema table, String column, @Nullable String comment) {
    return "COMMENT ON COLUMN %s.%s IS %s"
        .formatted(
            quote(table.schema(), table.name()),
            quote(column),
            comment == null ? "NULL" : literal(comment));
  }

  /** The column as it stands in CREATE TABLE and behind ADD COLUMN. */
  public static String column(TableSchema table, Column column) {
    return ColumnDdl.definition(table, column);
  }

  /** What stands behind DEFAULT; null for a column without one, an identity, a generated one. */
  public static @Nullable String defaultValue(TableSchema table, Column column) {
    return ColumnDdl.defaultValue(table, column);
  }

  /** {@code GENERATED ALWAYS AS IDENTITY (…)}; the column must have an identity. */
  public static String identity(TableSchema table, Column column) {
    return ColumnDdl.identity(table, column);
  }

  /** The statement that creates the sequence of a serial column, without its owner. */
  public static String createSequence(TableSchema table, Column column) {
    return ColumnDdl.createSequence(table, column);
  }

  /** The statement that makes a serial column its sequence's owner. */
  public static String ownSequence(TableSchema table, Column column) {
    return ColumnDdl.ownSequence(table, column);
  }

  /** A type of the model as it stands in a statement: {@code "public"."mood"[]}, {@code text}. */
  public static String type(String type) {
    return TypeDdl.type(type);
  }

  /** {@code CONSTRAINT … PRIMARY KEY …}, as behind ADD. */
  public static String constraint(PrimaryKey key) {
    return ConstraintDdl.constraint(key);
  }

  /** {@code CONSTRAINT … UNIQUE …}, as behind ADD. */
  public static String constraint(UniqueConstraint unique) {
    return ConstraintDdl.constraint(unique);
  }

  /** {@code CONSTRAINT … CHECK …}, as behind ADD; also that of a domain. */
  public static String constraint(CheckConstraint check) {
    return ConstraintDdl.constraint(check);
  }

  /** {@code CONSTRAINT … FOREIGN KEY …}, as behind ADD. */
  public static String constraint(ForeignKey key) {
    return ConstraintDdl.constraint(key);
  }

  /** {@code CONSTRAINT … EXCLUDE …}, as behind ADD. */
  public static String constraint(ExclusionConstraint exclusion) {
    return ConstraintDdl.constraint(exclusion);
  }

  /** The statement that creates the index. */
  public static String createIndex(TableSchema table, Index index) {
    return ConstraintDdl.createIndex(table, index, "", "");
  }

  /** The statement that creates the index without keeping writers out; it runs alone. */
  public static String createIndexConcurrently(TableSchema table, Index index) {
    return ConstraintDdl.createIndex(table, index, "CONCURRENTLY ", "");
  }

  /**
   * The statement that creates the index of a partitioned table without its partitions; it becomes
   * valid when one of each partition is attached.
   */
  public static String createIndexOnly(TableSchema table, Index index) {
    return ConstraintDdl.createIndex(table, index, "", "ONLY ");
  }

  /** The statements that create the enum. */
  public static List<String> createEnum(ObjectRef ref, EnumType type) {
    return withComment(ref, Stream.of(TypeDdl.create(ref, type)), type.comment());
  }

  /** The statements that create the domain. */
  public static List<String> createDomain(ObjectRef ref, DomainType domain) {
    return withComment(
        ref,
        Stream.concat(Stream.of(TypeDdl.create(ref, domain)), TypeDdl.later(ref, domain).stream()),
        domain.comment());
  }

  /** The statements that create the sequence, without its owner, which may not be there yet. */
  public static List<String> createSequence(ObjectRef ref, FreeSequence sequence) {
    return withComment(ref, Stream.of(TypeDdl.create(ref, sequence)), sequence.comment());
  }

  /** The statement that makes a column the sequence's owner, or takes the owner away. */
  public static String ownSequence(ObjectRef ref, FreeSequence sequence) {
    return TypeDdl.own(ref, sequence.ownedBy());
  }

  /** The statements that create an object that is known only by them. */
  public static List<String> createOpaque(OpaqueDefinition definition) {
    return ObjectDdl.statements(definition);
  }

  /** The statement that makes the part. */
  public static String part(TableSchema table, TablePart part) {
    if (part.kind() == TablePart.Kind.STRUCTURE) {
      throw new IllegalArgumentException(
          "table %s cannot be written: %s".formatted(table.ref().key(), part.definition()));
    }
    return part.definition();
  }

  private static List<String> withComment(
      ObjectRef ref, Stream<String> statements, @Nullable String comment) {
    Stream<String> last = comment == null ? Stream.empty() : Stream.of(comment(ref, comment));
    return Stream.concat(statements, last).toList();
  }

  /**
   * What may stand in CREATE TABLE goes to {@code inline}, the rest needs the table first. Of two
   * constraints that differ by their names alone CREATE TABLE makes only one.
   */
  private static void constraints(TableSchema table, List<String> inline, List<String> later) {
    Set<Object> nameless = new HashSet<>();
    PrimaryKey primary = table.primaryKey();
    if (primary != null) {
      inline.add(constraint(primary));
      nameless.add(
          new UniqueConstraint(
              "", primary.columns(), primary.include(), false, primary.deferral()));
    }
    for (UniqueConstraint unique : table.uniqueConstraints()) {
      (nameless.add(unique.withName("")) ? inline : later).add(constraint(unique));
    }
    for (ExclusionConstraint exclusion : table.exclusions()) {
      (nameless.add(exclusion.withName("")) ? inline : later).add(constraint(exclusion));
    }
    for (CheckConstraint check : table.checks()) {
      (check.notValid() ? later : inline).add(constraint(check));
    }
    for (ForeignKey key : table.foreignKeys()) {
      boolean now = !key.notValid() && !restsOnOwnIndex(table, key);
      (now ? inline : later).add(constraint(key));
    }
  }

  /** A key into the table itself may rest on a unique index, which comes after the table. */
  private static boolean restsOnOwnIndex(TableSchema table, ForeignKey key) {
    PrimaryKey primary = table.primaryKey();
    List<String> columns = key.referencedColumns();
    return key.references().equals(table.ref())
        && !columns.isEmpty()
        && (primary == null || !primary.columns().equals(columns))
        && table.uniqueConstraints().stream().noneMatch(u -> u.columns().equals(columns));
  }

  private static void comments(TableSchema table, List<String> statements) {
    if (table.comment() != null) {
      statements.add(comment(table.ref(), table.comment()));
    }
    for (Column column : table.columns()) {
      if (column.comment() != null) {
        statements.add(comment(table, column.name(), column.comment()));
      }
    }
  }
}
