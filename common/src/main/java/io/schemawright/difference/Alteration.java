package io.schemawright.difference;

import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One step from a set of objects to another, the smallest that is worth naming.
 *
 * <p>{@code table} in an alteration of a table is that table just before the alteration's first
 * statement runs. {@link #statements} is the plain way, without regard to who else uses the table;
 * who plans for a table in use looks at the record and writes another.
 */
public sealed interface Alteration
    permits AddCheck,
        AddColumn,
        AddDomain,
        AddEnum,
        AddEnumValue,
        AddExclusion,
        AddForeignKey,
        AddIndex,
        AddObject,
        AddPart,
        AddPrimaryKey,
        AddSequence,
        AddTable,
        AddUnique,
        AlterColumnDefault,
        AlterColumnIdentity,
        AlterColumnSequence,
        AlterColumnType,
        AlterDomain,
        AlterSequence,
        AttachPartition,
        DetachPartition,
        DropColumn,
        DropConstraint,
        DropDomain,
        DropEnum,
        DropExpression,
        DropIndex,
        DropNotNull,
        DropObject,
        DropSequence,
        DropTable,
        OwnSequence,
        RemovePart,
        RenameColumn,
        RenameConstraint,
        RenameIndex,
        RenameObject,
        RenameTable,
        ReplaceObject,
        SetComment,
        SetLogged,
        SetNotNull,
        ValidateConstraint {

  /** The object that is altered, as it is named when the first statement runs. */
  ObjectRef object();

  /** What is done, for people. */
  String summary();

  /** The statements that do it, in order; every name in them is quoted and has its schema. */
  List<String> statements();

  /** Whether something stored is gone afterwards that no way back brings again. */
  default boolean losesData() {
    return false;
  }

  /** The quoted name of a table. */
  static String name(TableSchema table) {
    return Identifiers.quote(table.schema(), table.name());
  }

  /** What stands behind ALTER for this kind. */
  static String words(ObjectKind kind) {
    return switch (kind) {
      case ENUM, COMPOSITE_TYPE -> "TYPE";
      case FUNCTION -> "ROUTINE";
      case TABLE, SEQUENCE, DOMAIN, VIEW, FOREIGN_TABLE, MATERIALIZED_VIEW ->
          kind.json().replace('-', ' ').toUpperCase(Locale.ROOT);
    };
  }

  /** The kind of a part, for people. */
  static String word(TablePart.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** A table of which only the name matters. */
  static TableSchema named(ObjectRef table) {
    return new TableSchema(
        table.schema(),
        table.name(),
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        false,
        List.of());
  }

  /** The statements that move an object into another schema and give it another name. */
  static List<String> rename(String words, ObjectRef from, ObjectRef to) {
    List<String> statements = new ArrayList<>();
    if (!from.schema().equals(to.schema())) {
      statements.add(
          "ALTER %s %s SET SCHEMA %s"
              .formatted(
                  words,
                  Identifiers.quote(from.schema(), from.name()),
                  Identifiers.quote(to.schema())));
    }
    if (!from.name().equals(to.name())) {
      statements.add(
          "ALTER %s %s RENAME TO %s"
              .formatted(
                  words,
                  Identifiers.quote(to.schema(), from.name()),
                  Identifiers.quote(to.name())));
    }
    return List.copyOf(statements);
  }
}
