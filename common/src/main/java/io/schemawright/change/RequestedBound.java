package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.catalog.Identifiers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a partition holds, as a request writes it: {@code from} and {@code to}, or {@code in},
 * or {@code modulus} and {@code remainder}, or {@code default}.
 *
 * @param from one value for each partition column, itself part of the range
 * @param to the same, itself not part of it
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedBound(
    List<JsonNode> from,
    List<JsonNode> to,
    List<JsonNode> in,
    @Nullable Integer modulus,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer remainder,
    @JsonProperty("default") boolean otherwise) {

  public RequestedBound {
    from = Requested.list(from);
    to = Requested.list(to);
    in = Requested.list(in);
  }

  /** What is written where there should be a bound. */
  static RequestedBound none() {
    return new RequestedBound(List.of(), List.of(), List.of(), null, null, false);
  }

  void problems(Problems problems, String path) {
    int forms =
        (from.isEmpty() && to.isEmpty() ? 0 : 1)
            + (in.isEmpty() ? 0 : 1)
            + (modulus == null && remainder == null ? 0 : 1)
            + (otherwise ? 1 : 0);
    if (forms != 1) {
      problems.add(
          path,
          "a partition holds a range (from, to), a list (in), a hash (modulus, remainder) or the "
              + "rest (default); write one of the four");
    } else if (from.size() != to.size()) {
      problems.add(path + ".to", "the bounds of a range have as many values each; write as many");
    } else if ((modulus == null) != (remainder == null)
        || (modulus != null && remainder != null && (remainder < 0 || remainder >= modulus))) {
      problems.add(path + ".remainder", "a remainder lies between 0 and the modulus; write one");
    }
    values(problems, path + ".from", from, true);
    values(problems, path + ".to", to, true);
    values(problems, path + ".in", in, false);
  }

  private static void values(Problems problems, String path, List<JsonNode> values, boolean range) {
    for (int i = 0; i < values.size(); i++) {
      JsonNode value = values.get(i);
      boolean fits =
          range
              ? value.isObject() ? limit(value) != null : !value.isNull()
              : !value.isContainerNode();
      if (!fits || !Identifiers.storable(value.asText())) {
        problems.add(
            "%s[%d]".formatted(path, i),
            range
                ? "write text, a number, true, false or {\"bound\": \"minvalue\"}, as a bound"
                : "write text, a number, true, false or null, as a value");
      }
    }
  }

  private static @Nullable String limit(JsonNode value) {
    return switch (value.path("bound").asText()) {
      case "minvalue" -> "MINVALUE";
      case "maxvalue" -> "MAXVALUE";
      default -> null;
    };
  }

  /** {@code FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')}. */
  String bound() {
    if (otherwise) {
      return "DEFAULT";
    }
    if (modulus != null) {
      return "FOR VALUES WITH (modulus %d, remainder %d)".formatted(modulus, remainder);
    }
    return in.isEmpty()
        ? "FOR VALUES FROM %s TO %s".formatted(list(from), list(to))
        : "FOR VALUES IN " + list(in);
  }

  private static String list(List<JsonNode> values) {
    return values.stream().map(RequestedBound::sql).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String sql(JsonNode value) {
    String limit = limit(value);
    if (limit != null) {
      return limit;
    }
    return value.isTextual()
        ? Identifiers.literal(value.asText())
        : value.asText().toUpperCase(Locale.ROOT);
  }
}
