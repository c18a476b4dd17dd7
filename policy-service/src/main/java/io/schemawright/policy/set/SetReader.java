package io.schemawright.policy.set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.catalog.ColumnType;
import io.schemawright.event.Json;
import io.schemawright.plan.PolicySet;
import io.schemawright.policy.rule.PolicyRule;
import io.schemawright.policy.rule.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a policy set from YAML, in the fields of {@link PolicySet}, and finds everything that is
 * wrong with it at once. Thread-safe.
 */
public final class SetReader {
  private static final List<String> LEVELS = List.of("low", "moderate", "high", "critical");
  private static final List<String> SEVERITIES = List.of("error", "warning", "advice");
  private static final List<String> KINDS = List.of("table", "column", "index");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern TARGET = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final int MOST = 10_000;

  private final Set<String> rules;
  private final Set<String> unwaivable;
  private final PolicySet defaults;

  /**
   * A reader.
   *
   * @param rules those that a set may name
   * @param defaults what holds where a set says nothing of protected tables, safe types, approvals
   *     and hours
   */
  public SetReader(Rules rules, PolicySet defaults) {
    this.rules = new TreeSet<>();
    this.unwaivable = new TreeSet<>();
    for (PolicyRule rule : rules.all()) {
      this.rules.add(rule.id());
      if (!rule.mayBeWaived()) {
        this.unwaivable.add(rule.id());
      }
    }
    this.defaults = defaults;
  }

  /** The set that {@code text} describes; empty if there is any problem. */
  public Optional<PolicySet> read(String file, String text, List<FileProblem> problems) {
    List<FileProblem> found = new ArrayList<>();
    YamlText.Document document = YamlText.read(file, text, found);
    JsonNode root = document.root();
    if (root != null) {
      check(new Fields(file, document, found), root);
    }
    problems.addAll(found);
    return found.isEmpty() && root instanceof ObjectNode set
        ? Optional.of(set(set))
        : Optional.empty();
  }

  private void check(Fields fields, JsonNode root) {
    fields.object(
        root,
        "",
        Set.of(
            "name",
            "appliesTo",
            "autoApproveTargets",
            "autoApproveUpTo",
            "protectedTables",
            "safeTypes",
            "allowedTypes",
            "requiredColumns",
            "names",
            "limits",
            "severities",
            "waivable",
            "approvalsNeeded",
            "reviewers",
            "reviewHours"));
    if (!root.isObject()) {
      return;
    }
    if (root.path("name").isMissingNode()) {
      fields.problem("name", "is missing; decisions name the set by it");
    }
    fields.matching(root.path("name"), "name", NAME, "a name in kebab case");
    if (root.path("name").asText().equals("default") != root.path("appliesTo").isMissingNode()) {
      fields.problem(
          "appliesTo",
          "must say what the set is for, but not in the set named default, which is for all else");
    }
    JsonNode scope =
        fields.object(root.path("appliesTo"), "appliesTo", Set.of("targets", "environments"));
    fields.texts(scope.path("targets"), "appliesTo.targets", this::target);
    fields.texts(scope.path("environments"), "appliesTo.environments", this::target);
    fields.texts(root.path("autoApproveTargets"), "autoApproveTargets", this::targetOrAll);
    fields.oneOf(root.path("autoApproveUpTo"), "autoApproveUpTo", List.of("low", "moderate"));
    fields.texts(root.path("protectedTables"), "protectedTables", text -> Optional.empty());
    fields.texts(root.path("safeTypes"), "safeTypes", SetReader::type);
    fields.texts(root.path("allowedTypes"), "allowedTypes", SetReader::type);
    fields.map(
        root.path("requiredColumns"),
        "requiredColumns",
        (path, name, type) ->
            fields.text(type, path, text -> text.equals("any") ? Optional.empty() : type(text)));
    fields.map(
        root.path("names"),
        "names",
        (path, kind, pattern) -> {
          fields.known(kind, path, new TreeSet<>(KINDS), "kind of name");
          fields.text(pattern, path, SetReader::pattern);
        });
    JsonNode limits =
        fields.object(
            root.path("limits"),
            "limits",
            Set.of("changesPerRequest", "columnsPerTable", "indexesPerTable"));
    limits
        .fieldNames()
        .forEachRemaining(name -> fields.number(limits.path(name), "limits." + name, MOST));
    fields.map(
        root.path("severities"),
        "severities",
        (path, rule, severity) -> {
          fields.known(rule, path, rules, "rule");
          fields.oneOf(severity, path, SEVERITIES);
        });
    fields.texts(root.path("waivable"), "waivable", this::waivable);
    fields.number(root.path("approvalsNeeded"), "approvalsNeeded", 9);
    fields.map(
        root.path("reviewers"),
        "reviewers",
        (path, level, who) -> reviewers(fields, path, level, who));
    fields.number(root.path("reviewHours"), "reviewHours", MOST);
  }

  private static void reviewers(Fields fields, String path, String level, JsonNode who) {
    fields.known(level, path, new TreeSet<>(LEVELS), "level of risk");
    JsonNode wanted = fields.object(who, path, Set.of("people", "role", "verified"));
    if (wanted.path("people").isMissingNode()) {
      fields.problem(path, "needs people, how many must approve");
    }
    fields.number(wanted.path("people"), path + ".people", 9);
    fields.matching(wanted.path("role"), path + ".role", NAME, "a role in kebab case");
    fields.flag(wanted.path("verified"), path + ".verified");
  }

  private Optional<String> target(String text) {
    return TARGET.matcher(text).matches()
        ? Optional.empty()
        : Optional.of("is \"%s\", expected a name such as orders".formatted(text));
  }

  private Optional<String> targetOrAll(String text) {
    return text.equals(PolicySet.EVERY_TARGET) ? Optional.empty() : target(text);
  }

  private Optional<String> waivable(String rule) {
    if (!rules.contains(rule)) {
      return Optional.of(Fields.unknown(rule, rules, "rule"));
    }
    return unwaivable.contains(rule)
        ? Optional.of("is \"%s\", which nobody can be let off".formatted(rule))
        : Optional.empty();
  }

  private static Optional<String> type(String text) {
    try {
      ColumnType.parse(text);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("is no base type: " + e.getMessage());
    }
  }

  private static Optional<String> pattern(String text) {
    try {
      Pattern.compile(text);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("is no regular expression: " + e.getDescription());
    }
  }

  private PolicySet set(ObjectNode read) {
    ObjectNode whole = read.deepCopy();
    whole.put("version", 1);
    putIfAbsent(whole, "protectedTables", defaults.protectedTables());
    putIfAbsent(whole, "safeTypes", defaults.safeTypes());
    putIfAbsent(whole, "approvalsNeeded", defaults.approvalsNeeded());
    putIfAbsent(whole, "reviewHours", defaults.reviewHours());
    try {
      return Spelling.normal(Json.mapper().treeToValue(whole, PolicySet.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a policy set without problems cannot be read", e);
    }
  }

  private static void putIfAbsent(ObjectNode object, String name, Object value) {
    if (!object.has(name)) {
      object.set(name, Json.mapper().valueToTree(value));
    }
  }
}
