package io.schemawright.difference;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Two states in SQL and what is only renamed between them.
 *
 * @param refusal what is said where no statements lead from one to the other, else null
 */
record HardCase(
    String name,
    List<String> before,
    List<String> after,
    Renames renames,
    @Nullable String refusal) {

  private static final Pattern SPACE = Pattern.compile(" ");

  /** Those of a resource beside this class. */
  static List<HardCase> in(String resource) {
    List<HardCase> cases = new ArrayList<>();
    HardCase current = null;
    List<String> into = new ArrayList<>();
    for (String line : text(resource).lines().toList()) {
      if (!line.startsWith("--- ")) {
        into.add(line.substring(0, line.length() - 1));
        continue;
      }
      String words = line.substring(4);
      if (words.equals("before")) {
        into = Objects.requireNonNull(current).before;
      } else if (words.equals("after")) {
        into = Objects.requireNonNull(current).after;
      } else if (words.startsWith("refused ")) {
        current = Objects.requireNonNull(current).refused(words.substring("refused ".length()));
        cases.set(cases.size() - 1, current);
      } else if (words.startsWith("rename")) {
        current = Objects.requireNonNull(current).renaming(SPACE.splitAsStream(words).toList());
        cases.set(cases.size() - 1, current);
      } else {
        current = new HardCase(words, new ArrayList<>(), new ArrayList<>(), Renames.none(), null);
        cases.add(current);
      }
    }
    return cases;
  }

  private HardCase renaming(List<String> words) {
    Map<ObjectRef, ObjectRef> objects = new HashMap<>(renames.objects());
    Map<Renames.Part, String> parts = new HashMap<>(renames.parts());
    if (words.get(0).equals("rename-object")) {
      objects.put(ObjectRef.parse(words.get(1)), ObjectRef.parse(words.get(2)));
    } else {
      parts.put(
          new Renames.Part(
              ObjectRef.parse(words.get(1)), Renames.Part.Kind.valueOf(words.get(2)), words.get(3)),
          words.get(4));
    }
    return new HardCase(name, before, after, new Renames(objects, parts), refusal);
  }

  private HardCase refused(String words) {
    return new HardCase(name, before, after, renames, words);
  }

  private static String text(String resource) {
    try (InputStream in = HardCase.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
