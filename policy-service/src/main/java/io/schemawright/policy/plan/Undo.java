package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Ddl;
import io.schemawright.difference.AddCheck;
import io.schemawright.difference.AddColumn;
import io.schemawright.difference.AddEnum;
import io.schemawright.difference.AddExclusion;
import io.schemawright.difference.AddForeignKey;
import io.schemawright.difference.AddIndex;
import io.schemawright.difference.AddPart;
import io.schemawright.difference.AddPrimaryKey;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.AddUnique;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.DropNotNull;
import io.schemawright.difference.RenameColumn;
import io.schemawright.difference.RenameConstraint;
import io.schemawright.difference.RenameIndex;
import io.schemawright.difference.RenameTable;
import io.schemawright.difference.SetNotNull;
import java.util.List;

/**
 * The way back over one plain alteration, for a plan that fails further on. Where there is none
 * here, the executor says that this step remains.
 */
final class Undo {
  private Undo() {}

  static List<String> of(Alteration alteration) {
    if (alteration instanceof AddTable add) {
      return List.of(Ddl.dropTable(add.table().ref()));
    } else if (alteration instanceof AddColumn add) {
      return List.of(
          "ALTER TABLE %s DROP COLUMN %s"
              .formatted(Steps.name(add.table()), quote(add.column().name())));
    } else if (alteration instanceof AddIndex add) {
      return List.of("DROP INDEX " + quote(add.table().schema(), add.index().name()));
    } else if (alteration instanceof AddCheck add) {
      return List.of(Steps.dropConstraint(add.table(), add.check().name()));
    } else if (alteration instanceof AddForeignKey add) {
      return List.of(Steps.dropConstraint(add.table(), add.key().name()));
    } else if (alteration instanceof AddUnique add) {
      return List.of(Steps.dropConstraint(add.table(), add.unique().name()));
    } else if (alteration instanceof AddPrimaryKey add) {
      return List.of(Steps.dropConstraint(add.table(), add.key().name()));
    } else if (alteration instanceof AddExclusion add) {
      return List.of(Steps.dropConstraint(add.table(), add.exclusion().name()));
    } else if (alteration instanceof SetNotNull set) {
      return new DropNotNull(set.table(), set.column()).statements();
    } else if (alteration instanceof DropNotNull drop) {
      return new SetNotNull(drop.table(), drop.column()).statements();
    } else if (alteration instanceof AddEnum add) {
      return List.of(Ddl.drop(add.object()));
    } else if (alteration instanceof RenameTable rename) {
      return new RenameTable(rename.to(), rename.from()).statements();
    } else if (alteration instanceof RenameColumn rename) {
      return new RenameColumn(rename.table(), rename.to(), rename.from()).statements();
    } else if (alteration instanceof RenameConstraint rename) {
      return new RenameConstraint(rename.table(), rename.to(), rename.from()).statements();
    } else if (alteration instanceof RenameIndex rename) {
      return new RenameIndex(rename.table(), rename.to(), rename.from()).statements();
    } else if (alteration instanceof AddPart add && add.part().removal() != null) {
      return List.of(String.valueOf(add.part().removal()));
    }
    return List.of();
  }
}
