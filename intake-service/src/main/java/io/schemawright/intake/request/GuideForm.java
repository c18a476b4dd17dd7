package io.schemawright.intake.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.auto.service.AutoService;
import io.schemawright.change.CreateTable;
import io.schemawright.intake.request.Translation.Sink;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The form of the schema registry guide: {@code tableName}, {@code owner}, {@code schemaJson} and
 * {@code requestMetadata} ask for one table. {@code requestMetadata.requestedAt} is for people;
 * when a request was made is what intake says.
 */
@AutoService(RequestForm.class)
public final class GuideForm implements RequestForm {
  private static final Set<String> TABLE =
      Set.of("tableName", "columns", "indexes", "comment", "description");
  private static final Set<String> COLUMN =
      Set.of(
          "name",
          "type",
          "primaryKey",
          "nullable",
          "defaultValue",
          "comment",
          "unique",
          "references");
  private static final Set<String> INDEX = Set.of("name", "columns", "unique", "type");

  @Override
  public String name() {
    return "guide";
  }

  @Override
  public Set<String> marks() {
    return Set.of("tableName", "schemaJson", "requestMetadata");
  }

  @Override
  public Translation translate(ObjectNode message) {
    Translation translation = Translation.empty();
    Source source = new Source(message, JsonPath.ROOT);
    Sink root = translation.root();
    ENVELOPE.forEach(field -> root.copy(field, source.field(field)));
    root.copy("owner", source.field("owner"));
    Source metadata = source.field("requestMetadata");
    root.copy("requestedBy", metadata.field("requestedBy"));
    root.copy("justification", metadata.field("justification"));
    root.copy("relatedIssue", metadata.field("relatedIssue"));
    Set<String> known = new TreeSet<>(ENVELOPE);
    known.addAll(marks());
    known.add("owner");
    translation.refuseOthers(source, known);
    table(source, translation, root);
    return translation;
  }

  private static void table(Source source, Translation translation, Sink root) {
    Source schema = source.field("schemaJson");
    if (!schema.node().isObject()) {
      translation.problem(schema, "must be an object with the table's columns");
    }
    Sink change = root.only("changes", schema);
    change.say("type", CreateTable.TYPE);
    Source name = source.field("tableName");
    Source inner = schema.field("tableName");
    change.copy("table", name.isPresent() || !inner.isPresent() ? name : inner);
    if (name.isPresent() && inner.isPresent() && !name.node().equals(inner.node())) {
      translation.problem(inner, "must name the same table as " + name.path());
    }
    Source comment = schema.field("comment");
    change.copy("comment", comment.isPresent() ? comment : schema.field("description"));
    change.each(
        "columns",
        schema.field("columns"),
        (column, into) -> {
          into.copy("name", column.field("name"));
          into.copy("type", column.field("type"));
          into.copy("nullable", column.field("nullable"));
          into.put(
              "default", expression(column.field("defaultValue")), column.field("defaultValue"));
          into.copy("primaryKey", column.field("primaryKey"));
          into.copy("unique", column.field("unique"));
          into.copy("comment", column.field("comment"));
          into.copy("references", column.field("references"));
          translation.refuseOthers(column, COLUMN);
        });
    change.each(
        "indexes",
        schema.field("indexes"),
        (index, into) -> {
          into.copy("name", index.field("name"));
          into.copy("columns", index.field("columns"));
          into.copy("unique", index.field("unique"));
          into.put("method", method(index.field("type").node()), index.field("type"));
          translation.refuseOthers(index, INDEX);
        });
    translation.refuseOthers(schema, TABLE);
  }

  /** A default as SQL: {@code false} and {@code 0} are written alike in JSON and in SQL. */
  static JsonNode expression(Source source) {
    JsonNode value = source.node();
    return value.isBoolean() || value.isNumber() ? TextNode.valueOf(value.asText()) : value;
  }

  /** The guide writes {@code GIN}, PostgreSQL's catalog {@code gin}. */
  private static JsonNode method(JsonNode type) {
    return type.isTextual() ? TextNode.valueOf(type.asText().toLowerCase(Locale.ROOT)) : type;
  }
}
