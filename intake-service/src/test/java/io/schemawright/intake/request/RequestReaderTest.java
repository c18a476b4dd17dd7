package io.schemawright.intake.request;

import static io.schemawright.intake.request.Messages.message;
import static io.schemawright.intake.request.Messages.seed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.change.CreateTable;
import io.schemawright.change.Problem;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  private final RequestReader reader = new RequestReader(RequestForms.load(), "sandbox");

  @ParameterizedTest
  @ValueSource(strings = {"guide", "auto-create", "auto-create-curl"})
  void read_aSeedWordByWord_isTheCanonicalRequest(String name) throws IOException {
    Reading reading = reader.read(seed(name));

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.request(new RequestId("golden")))
        .isEqualTo(
            Json.mapper()
                .readValue(Messages.resource("canonical/" + name + ".json"), SchemaRequest.class));
  }

  @Test
  void read_theGuide_saysWhereItWasWritten() {
    Reading reading = reader.read(seed("guide"));

    assertThat(reading.form()).isEqualTo("guide");
    assertThat(reading.target()).isEqualTo("sandbox");
    assertThat(reading.requestedBy()).isEqualTo("your-name");
  }

  @Test
  void read_theCanonicalForm_isTakenAsItIs() {
    Reading reading = reader.read(canonical());

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.form()).isEqualTo("canonical");
    assertThat(reading.statedId()).contains(new RequestId("abc"));
    SchemaRequest request = reading.request(new RequestId("abc"));
    assertThat(request.target()).isEqualTo("orders");
    assertThat(request.changes()).hasOnlyElementsOfType(CreateTable.class).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"guide", "auto-create"})
  void read_aSeedWithTheEnvelopeOfTheCanonicalForm_isAccepted(String name) {
    ObjectNode message = seed(name);
    message.put("target", "orders").put("requestId", "r-1").put("dryRun", true);

    Reading reading = reader.read(message);

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.request(new RequestId("r-1")).target()).isEqualTo("orders");
    assertThat(reading.request(new RequestId("r-1")).dryRun()).isTrue();
    assertThat(reading.statedId()).contains(new RequestId("r-1"));
  }

  @Test
  void read_theGuideWithSeveralMistakes_namesEachWhereItStands() {
    ObjectNode message = seed("guide");
    ((ObjectNode) message.at("/schemaJson/columns/2")).put("type", "TIMESTAMPZ");
    ((ObjectNode) message.at("/schemaJson/columns/1")).put("name", "id");
    ((ObjectNode) message.at("/schemaJson/columns/0")).put("nullable", "no");
    ((ObjectNode) message.at("/schemaJson/columns/0")).put("kolour", "red");
    ((ObjectNode) message.path("requestMetadata")).remove("requestedBy");

    assertThat(paths(message))
        .contains(
            "$.schemaJson.columns[2].type",
            "$.schemaJson.columns[1].name",
            "$.schemaJson.columns[0].nullable",
            "$.schemaJson.columns[0].kolour",
            "$.requestMetadata.requestedBy");
  }

  @Test
  void read_theAutoCreateFormWithSeveralMistakes_namesEachWhereItStands() {
    ObjectNode message = seed("auto-create");
    message.put("requester_user_id", " ").put("schema_name", "user-preferences");
    ((ObjectNode) message.at("/request_payload/fields/0")).put("name", "straße");
    ((ObjectNode) message.at("/request_payload/fields/1")).put("type", "inet");
    ((ObjectNode) message.at("/request_payload/fields/2")).remove("type");

    assertThat(paths(message))
        .containsExactlyInAnyOrder(
            "$.requester_user_id",
            "$.schema_name",
            "$.request_payload.fields[0].name",
            "$.request_payload.fields[1].type",
            "$.request_payload.fields[2].type");
  }

  @Test
  void read_theAutoCreateFormWithoutFields_saysSo() {
    ObjectNode message = seed("auto-create");
    ((ObjectNode) message.path("request_payload")).putArray("fields");

    assertThat(paths(message)).containsExactly("$.request_payload.fields");
  }

  @Test
  void read_theAutoCreateFormWithNothingIn_namesAllThatIsMissing() {
    assertThat(paths(message("{'schema_name': 'a'}")))
        .containsExactlyInAnyOrder("$.requester_user_id", "$.request_payload.fields");
  }

  @Test
  void read_theGuideWithNothingIn_namesAllThatIsMissing() {
    assertThat(paths(message("{'tableName': 'a'}")))
        .containsExactlyInAnyOrder("$.requestMetadata.requestedBy", "$.schemaJson");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'changes': 'all of them', 'requestedBy': 'a'} | $.changes
          {'changes': [], 'requestedBy': 'a'} | $.changes
          {'changes': ['x'], 'requestedBy': 'a'} | $.changes[0]
          {'changes': [{'type': 'paint-it-black'}], 'requestedBy': 'a'} | $.changes[0].type
          {'changes': [{}], 'requestedBy': 'a'} | $.changes[0].type
          {'changes': [{'type': 'create-table', 'columns': [{'name': 'a', 'type': 'text'}]}], 'requestedBy': 'a'} | $.changes[0].table
          {'hello': 'world'} | $
          {'requestedBy': 'a'} | $.changes
          {'changes': [], 'tableName': 'a'} | $
          """)
  void read_whatIsNoRequest_isToldWhere(String message, String path) {
    assertThat(paths(message(message))).contains(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'type': 'create-tabel'} | type | did you mean 'create-table'?
          {'type': 'alter-column'} | type | did you mean 'add-column' or 'drop-column' or 'rename-column'
          {'type': 'paint-it-black'} | type | must be a kind of change: add-check-constraint, add-column
          {'type': 'drop-table', 'tabel': 'a'} | tabel | did you mean 'table'?
          {'type': 'create-table', 'table': 'a', 'columns': [{'name': 'a', 'type': 'text', 'nulable': true}]} | columns[0].nulable | did you mean 'nullable'?
          {'type': 'drop-table', 'table': 'a', 'cascade': true} | cascade | known are schema, table, type
          """)
  void read_whatIsMisspelt_isToldWithWhatComesNearest(String change, String path, String words)
      throws IOException {
    ObjectNode message = Json.mapper().createObjectNode().put("requestedBy", "ada");
    message.putArray("changes").add(Json.mapper().readTree(change.replace('\'', '"')));

    assertThat(reader.read(message).problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo("$.changes[0]." + path);
              assertThat(problem.message()).contains(words.replace('\'', '"'));
            });
  }

  @Test
  void read_aNameOf64Bytes_isRefusedAndOneOf63IsNot() {
    assertThat(problemsOfTableNamed("a".repeat(63))).isEmpty();
    assertThat(problemsOfTableNamed("a".repeat(64))).containsExactly("$.changes[0].table");
    assertThat(problemsOfTableNamed("ä".repeat(32))).containsExactly("$.changes[0].table");
  }

  @ParameterizedTest
  @ValueSource(strings = {"select", "user", "Größe", "表", "with space", "a\"b", "it's", "a.b;--"})
  void read_aReservedOrUnusualName_isAccepted(String name) {
    assertThat(problemsOfTableNamed(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0); drop table users; --", "1; select 2"})
  void read_aDefaultThatCarriesSql_isRefusedWhereItStands(String value) {
    ObjectNode message = seed("guide");
    ((ObjectNode) message.at("/schemaJson/columns/0")).put("defaultValue", value);

    assertThat(paths(message)).containsExactly("$.schemaJson.columns[0].defaultValue");
  }

  @Test
  void read_aDefaultThatIsANumberOrTruth_isTakenAsSql() {
    ObjectNode message = seed("auto-create");
    ((ObjectNode) message.at("/request_payload/fields/1")).put("type", "integer").put("default", 0);
    ((ObjectNode) message.at("/request_payload/fields/2"))
        .put("type", "boolean")
        .put("default_value", false);

    Reading reading = reader.read(message);

    assertThat(reading.problems()).isEmpty();
    CreateTable table = (CreateTable) reading.request(new RequestId("x")).changes().get(0);
    assertThat(table.columns().get(1).defaultValue()).isEqualTo("0");
    assertThat(table.columns().get(2).defaultValue()).isEqualTo("false");
  }

  @Test
  void read_whatPostgresCannotStore_isRefusedAndNotRepeated() {
    ObjectNode message = canonical();
    message.put("justification", "a\0b").put("owner", "\ud800");

    assertThat(paths(message)).containsExactlyInAnyOrder("$.justification", "$.owner");
    assertThat(reader.read(message).problems().toString()).doesNotContain("\0");
  }

  @Test
  void read_aThousandMistakes_tellsAHundred() {
    ObjectNode message = canonical();
    ArrayNode columns = ((ObjectNode) message.at("/changes/0")).putArray("columns");
    for (int i = 0; i < 1000; i++) {
      columns.addObject().put("name", "c" + i).put("type", "no such type");
    }

    List<Problem> problems = reader.read(message).problems();

    assertThat(problems).hasSize(101);
    assertThat(problems.get(100).message()).isEqualTo("and 900 more");
  }

  @Test
  void contentHash_ofTheSameWordsInAnotherOrderAtAnotherTime_isTheSame() {
    ObjectNode message = seed("guide");
    ObjectNode again = message("{}");
    again.set("requestMetadata", message.path("requestMetadata").deepCopy());
    again.set("schemaJson", message.path("schemaJson"));
    again.put("owner", "your-team").put("tableName", "my_new_table").put("requestId", "another");
    ((ObjectNode) again.path("requestMetadata")).put("requestedAt", 1);

    assertThat(reader.read(again).contentHash()).isEqualTo(reader.read(message).contentHash());
    again.put("owner", "another-team");
    assertThat(reader.read(again).contentHash()).isNotEqualTo(reader.read(message).contentHash());
  }

  @Test
  void forms_haveDistinctNamesAndMarks() {
    List<RequestForm> forms = RequestForms.load().all();

    assertThat(forms)
        .extracting(RequestForm::name)
        .containsExactly("auto-create", "canonical", "guide");
    assertThat(forms.stream().flatMap(form -> form.marks().stream())).doesNotHaveDuplicates();
  }

  private static ObjectNode canonical() {
    return message(
        """
        {'requestId': 'abc', 'target': 'orders', 'requestedBy': 'your-name',
         'changes': [{'type': 'create-table', 'table': 'carts',
                      'columns': [{'name': 'id', 'type': 'uuid', 'primaryKey': true}]}]}
        """);
  }

  private List<String> problemsOfTableNamed(String name) {
    ObjectNode message = canonical();
    ((ObjectNode) message.at("/changes/0")).put("table", name);
    return paths(message);
  }

  private List<String> paths(ObjectNode message) {
    return reader.read(message).problems().stream().map(Problem::path).toList();
  }
}
