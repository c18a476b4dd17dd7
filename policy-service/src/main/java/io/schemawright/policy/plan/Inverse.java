package io.schemawright.policy.plan;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.DomainType;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddCheck;
import io.schemawright.difference.AddColumn;
import io.schemawright.difference.AddDomain;
import io.schemawright.difference.AddEnum;
import io.schemawright.difference.AddExclusion;
import io.schemawright.difference.AddForeignKey;
import io.schemawright.difference.AddIndex;
import io.schemawright.difference.AddObject;
import io.schemawright.difference.AddPart;
import io.schemawright.difference.AddPrimaryKey;
import io.schemawright.difference.AddSequence;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.AddUnique;
import io.schemawright.difference.AlterColumnDefault;
import io.schemawright.difference.AlterColumnIdentity;
import io.schemawright.difference.AlterColumnSequence;
import io.schemawright.difference.AlterColumnType;
import io.schemawright.difference.AlterDomain;
import io.schemawright.difference.AlterSequence;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.AttachPartition;
import io.schemawright.difference.DetachPartition;
import io.schemawright.difference.DropConstraint;
import io.schemawright.difference.DropDomain;
import io.schemawright.difference.DropEnum;
import io.schemawright.difference.DropIndex;
import io.schemawright.difference.DropNotNull;
import io.schemawright.difference.DropObject;
import io.schemawright.difference.RemovePart;
import io.schemawright.difference.RenameColumn;
import io.schemawright.difference.RenameConstraint;
import io.schemawright.difference.RenameIndex;
import io.schemawright.difference.RenameObject;
import io.schemawright.difference.RenameTable;
import io.schemawright.difference.ReplaceObject;
import io.schemawright.difference.SetComment;
import io.schemawright.difference.SetLogged;
import io.schemawright.difference.SetNotNull;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements that take one alteration back, right after it. What is not here has none: it loses
 * data, or needs to be looked at by a person.
 */
final class Inverse {
  private Inverse() {}

  /**
   * The statements, in order; none where there are none.
   *
   * @param before the objects before the first alteration of the same difference
   */
  static List<String> of(Alteration alteration, SchemaState before) {
    if (alteration instanceof SetComment set) {
      return new SetComment(set.object(), set.column(), comment(set, before)).statements();
    }
    if (alteration instanceof DropEnum drop) {
      return Ddl.create(drop.object(), drop.type(), before);
    }
    if (alteration instanceof DropDomain drop) {
      return Ddl.create(drop.object(), drop.domain(), before);
    }
    if (alteration instanceof AlterDomain alter) {
      return new AlterDomain(alter.object(), alter.after(), alter.before()).statements();
    }
    if (alteration instanceof AlterSequence alter) {
      return new AlterSequence(alter.object(), alter.after(), alter.before()).statements();
    }
    if (alteration instanceof AddTable add) {
      return List.of(Ddl.drop(add.object()));
    }
    if (alteration instanceof AddEnum
        || alteration instanceof AddDomain
        || alteration instanceof AddSequence
        || alteration instanceof AddObject) {
      return List.of(Ddl.drop(alteration.object()));
    }
    if (alteration instanceof DropObject drop) {
      return Ddl.createOpaque(drop.definition());
    }
    if (alteration instanceof ReplaceObject replace) {
      return new ReplaceObject(replace.object(), replace.after(), replace.before()).statements();
    }
    if (alteration instanceof RenameTable rename) {
      return new RenameTable(rename.to(), rename.from()).statements();
    }
    if (alteration instanceof RenameObject rename) {
      return new RenameObject(rename.to(), rename.from()).statements();
    }
    List<String> constraint = ofConstraint(alteration);
    return constraint.isEmpty() ? ofPart(alteration) : constraint;
  }

  private static @Nullable String comment(SetComment set, SchemaState before) {
    Definition was = before.find(set.object()).orElse(null);
    if (was instanceof TableSchema table) {
      return set.column() == null
          ? table.comment()
          : table.column(set.column()).map(Column::comment).orElse(null);
    }
    if (was instanceof EnumType type) {
      return type.comment();
    }
    if (was instanceof DomainType domain) {
      return domain.comment();
    }
    return was instanceof FreeSequence sequence ? sequence.comment() : null;
  }

  private static List<String> ofConstraint(Alteration alteration) {
    if (alteration instanceof AddPrimaryKey add) {
      return dropped(add.table(), add.key().name());
    }
    if (alteration instanceof AddUnique add) {
      return dropped(add.table(), add.unique().name());
    }
    if (alteration instanceof AddCheck add) {
      return dropped(add.table(), add.check().name());
    }
    if (alteration instanceof AddForeignKey add) {
      return dropped(add.table(), add.key().name());
    }
    if (alteration instanceof AddExclusion add) {
      return dropped(add.table(), add.exclusion().name());
    }
    if (alteration instanceof RenameConstraint rename) {
      return new RenameConstraint(rename.table(), rename.to(), rename.from()).statements();
    }
    return alteration instanceof DropConstraint drop ? constraint(drop) : List.of();
  }

  private static List<String> ofPart(Alteration alteration) {
    if (alteration instanceof AddColumn add) {
      return List.of(
          "ALTER TABLE %s DROP COLUMN %s"
              .formatted(name(add.table()), Identifiers.quote(add.column().name())));
    }
    if (alteration instanceof AddIndex add) {
      return new DropIndex(add.table(), add.index()).statements();
    }
    if (alteration instanceof DropIndex drop) {
      return new AddIndex(drop.table(), drop.index()).statements();
    }
    if (alteration instanceof RenameColumn rename) {
      return new RenameColumn(rename.table(), rename.to(), rename.from()).statements();
    }
    if (alteration instanceof RenameIndex rename) {
      return new RenameIndex(rename.table(), rename.to(), rename.from()).statements();
    }
    if (alteration instanceof SetNotNull set) {
      return new DropNotNull(set.table(), set.column()).statements();
    }
    if (alteration instanceof DropNotNull drop) {
      return new SetNotNull(drop.table(), drop.column()).statements();
    }
    if (alteration instanceof AlterColumnDefault alter) {
      return new AlterColumnDefault(alter.table(), alter.after(), alter.before()).statements();
    }
    if (alteration instanceof AlterColumnIdentity alter && !alter.losesData()) {
      return new AlterColumnIdentity(alter.table(), alter.after(), alter.before()).statements();
    }
    if (alteration instanceof AlterColumnSequence alter) {
      return new AlterColumnSequence(alter.table(), alter.after(), alter.before()).statements();
    }
    if (alteration instanceof AttachPartition attach) {
      return new DetachPartition(attach.table(), attach.partition()).statements();
    }
    if (alteration instanceof DetachPartition detach) {
      return new AttachPartition(detach.table(), detach.partition()).statements();
    }
    if (alteration instanceof AlterColumnType alter && !alter.losesData()) {
      return new AlterColumnType(alter.table(), alter.after(), alter.before()).statements();
    }
    if (alteration instanceof AddPart add && add.part().removal() != null) {
      return List.of(add.part().removal());
    }
    if (alteration instanceof RemovePart remove) {
      return List.of(Ddl.part(remove.table(), remove.part()));
    }
    return alteration instanceof SetLogged set
        ? new SetLogged(set.table(), !set.unlogged()).statements()
        : List.of();
  }

  private static List<String> constraint(DropConstraint drop) {
    TableSchema table = drop.table();
    String name = drop.name();
    List<String> definitions = new ArrayList<>();
    if (table.primaryKey() != null && table.primaryKey().name().equals(name)) {
      definitions.add(Ddl.constraint(table.primaryKey()));
    }
    table.uniqueConstraints().stream()
        .filter(unique -> unique.name().equals(name))
        .forEach(unique -> definitions.add(Ddl.constraint(unique)));
    for (CheckConstraint check : table.checks()) {
      if (check.name().equals(name)) {
        definitions.add(Ddl.constraint(check));
      }
    }
    table.foreignKeys().stream()
        .filter(key -> key.name().equals(name))
        .forEach(key -> definitions.add(Ddl.constraint(key)));
    table.exclusions().stream()
        .filter(exclusion -> exclusion.name().equals(name))
        .forEach(exclusion -> definitions.add(Ddl.constraint(exclusion)));
    if (definitions.isEmpty()) {
      return table.others().stream()
          .filter(part -> part.kind() == TablePart.Kind.CONSTRAINT && part.name().equals(name))
          .map(part -> Ddl.part(table, part))
          .toList();
    }
    return definitions.stream()
        .map(definition -> "ALTER TABLE %s ADD %s".formatted(name(table), definition))
        .toList();
  }

  private static List<String> dropped(TableSchema table, String constraint) {
    return new DropConstraint(table, constraint).statements();
  }

  private static String name(TableSchema table) {
    return Identifiers.quote(table.schema(), table.name());
  }
}
