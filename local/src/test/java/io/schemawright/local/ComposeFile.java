package io.schemawright.local;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code docker-compose.yml} as Compose takes it: anchors merged, variables in their places.
 *
 * @param services by name, in the file's order
 */
record ComposeFile(Map<String, Container> services) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Z_]+)(?::(?:-([^}]*)|\\?[^}]*))?}");
  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z_]+)=(\\S*)");
  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

  /** One of its services. */
  record Container(JsonNode entry) {
    /** Its environment variables, in words. */
    Map<String, String> environment() {
      Map<String, String> variables = new LinkedHashMap<>();
      entry
          .path("environment")
          .properties()
          .forEach(variable -> variables.put(variable.getKey(), variable.getValue().asText()));
      return variables;
    }

    /** The elements of a list, none where it is missing. */
    List<String> list(String name) {
      return texts(entry.path(name));
    }

    /** The command of its health check, without what tells Compose how to run it. */
    List<String> healthCheck() {
      List<String> command = texts(entry.path("healthcheck").path("test"));
      return command.isEmpty() ? command : command.subList(1, command.size());
    }

    /** In mebibytes; 0 where it has none. */
    int memoryLimit() {
      String limit = entry.path("mem_limit").asText("0m");
      int number = Integer.parseInt(limit.substring(0, limit.length() - 1));
      return limit.endsWith("g") ? number * 1024 : number;
    }

    /** Whether it does its work and ends. */
    boolean ends() {
      return entry.path("restart").asText().equals("on-failure");
    }

    private static List<String> texts(JsonNode list) {
      return new ObjectMapper().convertValue(list.isMissingNode() ? List.of() : list, LIST);
    }
  }

  /** The file with these variables, as {@code .env} gives them. */
  static ComposeFile with(Map<String, String> variables) throws IOException {
    Object parsed = new Yaml().load(Files.readString(ROOT.resolve("docker-compose.yml")));
    JsonNode content = new ObjectMapper().valueToTree(resolved(parsed, variables));
    Map<String, Container> services = new LinkedHashMap<>();
    content
        .path("services")
        .properties()
        .forEach(entry -> services.put(entry.getKey(), new Container(entry.getValue())));
    return new ComposeFile(services);
  }

  /** With values for the variables in its words; after parsing, as Compose does it. */
  private static @Nullable Object resolved(@Nullable Object node, Map<String, String> variables) {
    if (node instanceof Map<?, ?> entries) {
      Map<Object, Object> resolved = new LinkedHashMap<>();
      entries.forEach((key, value) -> resolved.put(key, resolved(value, variables)));
      return resolved;
    }
    if (node instanceof List<?> elements) {
      return elements.stream().map(element -> resolved(element, variables)).toList();
    }
    return node instanceof String word
        ? VARIABLE
            .matcher(word)
            .replaceAll(found -> Matcher.quoteReplacement(value(found, variables)))
        : node;
  }

  private static String value(MatchResult found, Map<String, String> variables) {
    String given = variables.getOrDefault(found.group(1), "");
    String otherwise = found.group(2);
    return given.isEmpty() && otherwise != null ? otherwise : given;
  }

  /** What {@code deploy/make-env} makes of {@code .env.example}. */
  static Map<String, String> freshVariables(Path directory) throws Exception {
    Path script = Files.createDirectories(directory.resolve("deploy")).resolve("make-env");
    Files.copy(ROOT.resolve("deploy/make-env"), script);
    Files.copy(ROOT.resolve(".env.example"), directory.resolve(".env.example"));
    int status =
        new ProcessBuilder("bash", script.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException("deploy/make-env ends with status " + status);
    }
    return assignments(Files.readString(directory.resolve(".env")));
  }

  /** What the image adds to every container's environment. */
  static Map<String, String> imageEnvironment() throws IOException {
    String dockerfile = dockerfile();
    int from = dockerfile.indexOf("\nENV ");
    return assignments(dockerfile.substring(from, dockerfile.indexOf("\nEXPOSE", from)));
  }

  /** What the image runs, before a container's command. */
  static List<String> entrypoint() throws IOException {
    String dockerfile = dockerfile();
    return new ObjectMapper()
        .readValue(dockerfile.substring(dockerfile.indexOf("\nENTRYPOINT ") + 12), LIST);
  }

  /** The Dockerfile's last stage, which is the image. */
  static String dockerfile() throws IOException {
    String dockerfile = Files.readString(ROOT.resolve("Dockerfile"));
    return dockerfile.substring(dockerfile.lastIndexOf("\nFROM "));
  }

  private static Map<String, String> assignments(String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    ASSIGNMENT
        .matcher(text)
        .results()
        .forEach(found -> variables.put(found.group(1), found.group(2)));
    return variables;
  }

  /** The entry of that name. */
  Container container(String name) {
    return Objects.requireNonNull(services.get(name), name);
  }
}
