package io.schemawright.intake.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.ColumnType;
import io.schemawright.change.CreateTable;
import io.schemawright.intake.request.Translation.Sink;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The form of the auto-create document: {@code requester_user_id}, {@code schema_name} and {@code
 * request_payload.fields} ask for one table of that name. It cannot name a primary key. Its own
 * validation rules hold here and are stricter than those of the other forms; which tables are
 * protected is policy's to say.
 */
@AutoService(RequestForm.class)
public final class AutoCreateForm implements RequestForm {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Set<String> PAYLOAD = Set.of("fields", "description");
  private static final Set<String> FIELD =
      Set.of("name", "type", "nullable", "default", "default_value", "comment", "references");
  private static final Set<String> TYPES =
      new TreeSet<>(
          Set.of(
              "text",
              "varchar",
              "integer",
              "bigint",
              "serial",
              "bigserial",
              "boolean",
              "jsonb",
              "timestamptz",
              "timestamp",
              "date",
              "uuid",
              "real",
              "double precision",
              "numeric"));

  @Override
  public String name() {
    return "auto-create";
  }

  @Override
  public Set<String> marks() {
    return Set.of("requester_user_id", "schema_name", "request_payload");
  }

  @Override
  public Translation translate(ObjectNode message) {
    Translation translation = Translation.empty();
    Source source = new Source(message, JsonPath.ROOT);
    Sink root = translation.root();
    ENVELOPE.forEach(field -> root.copy(field, source.field(field)));
    Source requester = source.field("requester_user_id");
    root.copy("requestedBy", requester);
    if (!requester.node().isTextual() || requester.node().asText().isBlank()) {
      translation.problem(requester, "is required and must be a text that is not empty");
    }
    Source payload = source.field("request_payload");
    root.copy("justification", payload.field("description"));
    Sink change = root.only("changes", payload);
    change.say("type", CreateTable.TYPE);
    change.copy("table", source.field("schema_name"));
    name(translation, source.field("schema_name"));
    change.copy("comment", payload.field("description"));
    Source fields = payload.field("fields");
    if (!fields.node().isArray() || fields.node().isEmpty()) {
      translation.problem(fields, "is required and must be a list of at least one field");
    }
    change.each("columns", fields, (field, into) -> field(translation, field, into));
    Set<String> known = new TreeSet<>(ENVELOPE);
    known.addAll(marks());
    translation.refuseOthers(source, known);
    translation.refuseOthers(payload, PAYLOAD);
    return translation;
  }

  private static void field(Translation translation, Source field, Sink into) {
    into.copy("name", field.field("name"));
    name(translation, field.field("name"));
    into.copy("type", field.field("type"));
    type(translation, field.field("type"));
    into.copy("nullable", field.field("nullable"));
    Source written = field.field("default");
    Source value = written.isPresent() ? written : field.field("default_value");
    into.put("default", GuideForm.expression(value), value);
    into.copy("comment", field.field("comment"));
    into.copy("references", field.field("references"));
    translation.refuseOthers(field, FIELD);
  }

  private static void name(Translation translation, Source name) {
    if (!name.node().isTextual()) {
      translation.problem(name, "is required and must be a text");
    } else if (!NAME.matcher(name.node().asText()).matches()) {
      translation.problem(
          name,
          JsonPath.quoted(name.node().asText())
              + " must consist of letters, digits and underscores, and must not begin with a digit");
    }
  }

  private static void type(Translation translation, Source type) {
    if (!type.node().isTextual()) {
      translation.problem(type, "is required and must be a text");
      return;
    }
    try {
      ColumnType parsed = ColumnType.parse(type.node().asText());
      if (parsed.dimensions() > 0 || !TYPES.contains(parsed.family())) {
        translation.problem(
            type,
            JsonPath.quoted(type.node().asText())
                + " is not a type that this form allows, which are "
                + String.join(", ", TYPES));
      }
    } catch (IllegalArgumentException e) {
      translation.problem(type, String.valueOf(e.getMessage()));
    }
  }
}
