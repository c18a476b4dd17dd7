package io.schemawright.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a type that is not one of {@code pg_catalog}, and what stands behind it.
 *
 * @param suffix modifiers and brackets, as PostgreSQL prints them: {@code []}, {@code
 *     (Point,4326)}; empty if there are none
 */
public record TypeName(String schema, String name, String suffix) {

  private static final String PART = "(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern FORM =
      Pattern.compile(
          PART + "\\s*\\.\\s*" + PART + "\\s*((?:\\([^()\"';]*\\))?\\s*(?:\\[\\d*]\\s*)*)");
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

  /**
   * Reads {@code public.mood}, {@code "Odd schema".mood[]}; nothing for what has no schema, as all
   * of {@code pg_catalog} when PostgreSQL prints it.
   */
  public static Optional<TypeName> find(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new TypeName(
            part(matcher.group(1)),
            part(matcher.group(2)),
            matcher.group(3).strip().replaceAll("\\s", "").replaceAll("(\\[\\d*])+", "[]")));
  }

  /** As the model holds it: what needs no quotes has none, whatever words PostgreSQL reserves. */
  public String printed() {
    return print(schema) + "." + print(name) + suffix;
  }

  /** As it stands in a statement. */
  public String sql() {
    return Identifiers.quote(schema, name) + suffix;
  }

  /** Whether it is this object, or an array of it. */
  public boolean names(ObjectRef ref) {
    return ref.schema().equals(schema) && ref.name().equals(name);
  }

  private static String part(String text) {
    return text.startsWith("\"")
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : SqlTokens.lowerCase(text);
  }

  private static String print(String part) {
    return PLAIN.matcher(part).matches() ? part : '"' + part.replace("\"", "\"\"") + '"';
  }
}
