package io.schemawright.intake.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.change.Change;
import io.schemawright.change.ChangeKinds;
import io.schemawright.change.Problem;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes sense of a message: finds its form, translates it, holds it against the published schema,
 * and asks each change what else is wrong. Pure and thread-safe.
 */
public final class RequestReader {
  private static final int MOST_PROBLEMS = 100;
  private static final int LONGEST_TARGET = 63;
  private static final String UNDECIDED = "undecided";

  private final RequestForms forms;
  private final RequestSchema schema;
  private final String defaultTarget;

  /**
   * A reader.
   *
   * @param defaultTarget the target of requests that name none
   */
  public RequestReader(RequestForms forms, String defaultTarget) {
    this.forms = forms;
    this.schema = RequestSchema.load(ChangeKinds.load());
    this.defaultTarget = defaultTarget;
  }

  /** What {@code message} says, and everything that is wrong with it. */
  public Reading read(ObjectNode message) {
    List<RequestForm> candidates = forms.of(message);
    if (candidates.size() > 1) {
      return severalForms(message, candidates);
    }
    RequestForm form = candidates.isEmpty() ? forms.canonical() : candidates.get(0);
    Translation translation = form.translate(message);
    ObjectNode canonical = translation.canonical();
    if (!canonical.has("target")) {
      canonical.put("target", defaultTarget);
    }
    Optional<RequestId> statedId = statedId(message, translation);
    canonical.put("requestId", UNDECIDED);
    Set<Problem> problems = new LinkedHashSet<>(StorableText.problems(message));
    if (candidates.isEmpty()) {
      String known = "is in no known form; the fields that tell a form are " + forms.known();
      problems.add(new Problem(JsonPath.ROOT, known));
    }
    problems.addAll(translation.problems());
    Collection<Problem> bySchema = schema.problems(canonical);
    addUnlessSaid(problems, translated(bySchema, translation));
    ObjectNode decodable =
        WithoutFaults.copy(canonical, bySchema.stream().map(Problem::path).toList());
    addUnlessSaid(problems, translated(ofChanges(decodable), translation));
    Optional<SchemaRequest> request = decode(canonical, translation, problems);
    return new Reading(
        form.name(),
        ContentHash.of(message),
        statedId,
        target(canonical.path("target")),
        requester(canonical.path("requestedBy")),
        capped(problems),
        request);
  }

  private static Reading severalForms(ObjectNode message, List<RequestForm> candidates) {
    String problem =
        "has fields of several forms ("
            + candidates.stream().map(RequestForm::name).collect(Collectors.joining(", "))
            + "), so that it cannot be told what is meant; keep to one";
    Set<Problem> problems = new LinkedHashSet<>(StorableText.problems(message));
    problems.add(new Problem(JsonPath.ROOT, problem));
    return new Reading(
        "unknown",
        ContentHash.of(message),
        statedId(message, Translation.empty()),
        target(message.path("target")),
        "unknown",
        capped(problems),
        Optional.empty());
  }

  private static Optional<RequestId> statedId(ObjectNode message, Translation translation) {
    Source source = new Source(message, JsonPath.ROOT).field("requestId");
    if (!source.isPresent()) {
      return Optional.empty();
    }
    if (!source.node().isTextual()) {
      translation.problem(source, "must be a text");
      return Optional.empty();
    }
    try {
      return Optional.of(new RequestId(source.node().asText()));
    } catch (IllegalArgumentException e) {
      translation.problem(source, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** What each change says is wrong with it, beyond what a schema can see. */
  private static List<Problem> ofChanges(ObjectNode canonical) {
    List<Problem> problems = new ArrayList<>();
    String list = JsonPath.field(JsonPath.ROOT, "changes");
    JsonNode changes = canonical.path("changes");
    for (int i = 0; changes.isArray() && i < changes.size(); i++) {
      try {
        Change change = Json.mapper().treeToValue(changes.path(i), Change.class);
        if (change != null) {
          problems.addAll(change.problems(JsonPath.item(list, i)));
        }
      } catch (JsonProcessingException e) {
        // The schema said what is wrong, or decoding the whole request will.
      }
    }
    return problems;
  }

  private static Optional<SchemaRequest> decode(
      ObjectNode canonical, Translation translation, Set<Problem> problems) {
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.mapper().treeToValue(canonical, SchemaRequest.class));
    } catch (JsonProcessingException e) {
      String path = JsonPath.ROOT;
      if (e instanceof JsonMappingException mapping) {
        for (JsonMappingException.Reference reference : mapping.getPath()) {
          path =
              reference.getFieldName() == null
                  ? JsonPath.item(path, reference.getIndex())
                  : JsonPath.field(path, reference.getFieldName());
        }
      }
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      problems.add(new Problem(translation.origin(path), "cannot be understood: " + reason));
      return Optional.empty();
    }
  }

  private static List<Problem> translated(Iterable<Problem> canonical, Translation translation) {
    List<Problem> problems = new ArrayList<>();
    canonical.forEach(
        problem ->
            problems.add(new Problem(translation.origin(problem.path()), problem.message())));
    return problems;
  }

  /**
   * Adds what is about places of which nothing has been said yet, neither about what they are part
   * of: one reason for one mistake is enough.
   */
  private static void addUnlessSaid(Set<Problem> problems, List<Problem> more) {
    Set<String> said = problems.stream().map(Problem::path).collect(Collectors.toSet());
    said.remove(JsonPath.ROOT);
    more.stream().filter(problem -> !isWithin(problem.path(), said)).forEach(problems::add);
  }

  private static boolean isWithin(String path, Set<String> said) {
    for (String part = path; !part.equals(JsonPath.ROOT); part = JsonPath.parent(part)) {
      if (said.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static List<Problem> capped(Set<Problem> problems) {
    if (problems.size() <= MOST_PROBLEMS) {
      return List.copyOf(problems);
    }
    List<Problem> first = new ArrayList<>(List.copyOf(problems).subList(0, MOST_PROBLEMS));
    first.add(new Problem(JsonPath.ROOT, "and %d more".formatted(problems.size() - MOST_PROBLEMS)));
    return first;
  }

  private static @Nullable String target(JsonNode target) {
    boolean name =
        target.isTextual()
            && !target.asText().isEmpty()
            && target.asText().length() <= LONGEST_TARGET
            && target.asText().chars().noneMatch(Character::isISOControl)
            && StorableText.problems(target).isEmpty();
    return name ? target.asText() : null;
  }

  private static String requester(JsonNode requestedBy) {
    boolean name =
        requestedBy.isTextual()
            && !requestedBy.asText().isBlank()
            && StorableText.problems(requestedBy).isEmpty();
    return name ? requestedBy.asText() : "unknown";
  }
}
