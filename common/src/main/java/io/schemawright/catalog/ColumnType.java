package io.schemawright.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type as a request may write it.
 *
 * @param name PostgreSQL's own spelling, as {@code format_type} prints it; for a serial type that
 *     of the integer behind it; {@code public.mood} for one that users made
 * @param family the short name without modifiers by which rules know the type: {@code varchar},
 *     {@code timestamptz}, {@code bigserial}; an array's is that of its elements; that of a type
 *     that users made is its name, {@code public.mood}
 * @param dimensions how many dimensions of an array were written; PostgreSQL itself keeps only
 *     whether there are any
 */
public record ColumnType(String name, String family, int dimensions, boolean serial) {

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern AROUND_PUNCTUATION = Pattern.compile(" ?([(),\\[\\]]) ?");
  private static final Pattern ARRAY =
      Pattern.compile("(.*?)((?:\\[\\d*])+|\\barray(?:\\[\\d*])?)");
  private static final Pattern MODIFIERS =
      Pattern.compile("([^()]*)\\(([+-]?\\d{1,9})(?:,([+-]?\\d{1,9}))?\\)([^()]*)");

  /**
   * Reads {@code VARCHAR(255)}, {@code double precision}, {@code text[]}, {@code bigserial}.
   *
   * @throws IllegalArgumentException with what is wrong and which types come nearest
   */
  public static ColumnType parse(String text) {
    // Most are written so, and rules ask often: nothing to normalise or take apart.
    Optional<BuiltInType> plain = BuiltInType.named(text);
    if (plain.isPresent()) {
      BuiltInType type = plain.get();
      return new ColumnType(type.print(text, List.of(), text), type.family(), 0, type.serial());
    }
    String normal = normalise(text);
    Matcher array = ARRAY.matcher(normal);
    boolean isArray = array.matches();
    String element = isArray ? array.group(1).strip() : normal;
    Matcher modifiers = MODIFIERS.matcher(element);
    boolean modified = modifiers.matches();
    String name =
        modified
            ? (modifiers.group(1).strip() + " " + modifiers.group(4).strip()).strip()
            : element;
    BuiltInType type =
        BuiltInType.named(name)
            .orElseThrow(() -> new IllegalArgumentException(unknown(text, name)));
    List<Integer> numbers =
        !modified
            ? List.of()
            : modifiers.group(3) == null
                ? List.of(Integer.valueOf(modifiers.group(2)))
                : List.of(Integer.valueOf(modifiers.group(2)), Integer.valueOf(modifiers.group(3)));
    if (isArray && type.serial()) {
      throw new IllegalArgumentException(
          "'%s': a serial column cannot be an array".formatted(text));
    }
    int dimensions =
        !isArray ? 0 : (int) Math.max(1, array.group(2).chars().filter(c -> c == '[').count());
    return new ColumnType(
        type.print(name, numbers, text) + (isArray ? "[]" : ""),
        type.family(),
        dimensions,
        type.serial());
  }

  /**
   * Reads what {@link #parse} reads, and else the name of a type that users made: {@code mood},
   * {@code app.mood}, {@code "Mood"[]}. A name without a schema is one of {@code public}. Whether
   * there is such a type only the catalog knows: see {@link SchemaState#typeOf} and {@link
   * SchemaState#unknownType}.
   *
   * @throws IllegalArgumentException if it can be neither, with which built-in types come nearest
   */
  public static ColumnType named(String text) {
    Optional<ColumnType> builtIn = find(text);
    return builtIn.isPresent() ? builtIn.get() : userDefined(text);
  }

  private static ColumnType userDefined(String text) {
    Optional<TypeName> written = TypeName.find(text);
    TypeName type =
        written
            .or(() -> TypeName.find("public." + text.strip()))
            .filter(name -> written.isPresent() || BuiltInType.named(name.name()).isEmpty())
            .filter(name -> !name.suffix().startsWith("(") && !name.schema().equals("pg_catalog"))
            .filter(name -> Identifiers.refusal(name.schema()).isEmpty())
            .filter(name -> Identifiers.refusal(name.name()).isEmpty())
            .orElseGet(() -> parse(text).typeName().orElseThrow());
    boolean array = type.suffix().equals("[]");
    String element = new TypeName(type.schema(), type.name(), "").printed();
    return new ColumnType(type.printed(), element, array ? 1 : 0, false);
  }

  /** The name of the type that users made, if this is one. */
  public Optional<TypeName> typeName() {
    return TypeName.find(name);
  }

  /** Whether it is a type that users made, or an array of one. */
  public boolean userDefined() {
    return typeName().isPresent();
  }

  /** Reads a type, or finds nothing where {@link #parse} would throw. */
  public static Optional<ColumnType> find(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the column would hold arrays. */
  public boolean array() {
    return dimensions > 0;
  }

  /** Lower case, one space between words, none around parentheses, brackets and commas. */
  private static String normalise(String text) {
    String spaced =
        AROUND_PUNCTUATION.matcher(SPACES.matcher(text.strip()).replaceAll(" ")).replaceAll("$1");
    String lower = spaced.startsWith("\"") ? spaced : spaced.toLowerCase(Locale.ROOT);
    return lower.startsWith("pg_catalog.") ? lower.substring("pg_catalog.".length()) : lower;
  }

  private static String unknown(String text, String name) {
    String nearest = String.join(", ", NearestNames.to(name, BuiltInType.names()));
    return "'%s' is no type that PostgreSQL has built in%s"
        .formatted(text, nearest.isEmpty() ? "" : "; the nearest are: " + nearest);
  }
}
