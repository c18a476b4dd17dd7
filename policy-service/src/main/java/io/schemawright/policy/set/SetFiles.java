package io.schemawright.policy.set;

import io.schemawright.plan.PolicyScope;
import io.schemawright.plan.PolicySet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The policy sets of one file, or of all files of a directory that end in {@code .yaml} or {@code
 * .yml}.
 *
 * @param sets those that could be read, each without a problem of its own
 * @param problems everything that is wrong
 */
public record SetFiles(List<PolicySet> sets, List<FileProblem> problems) {
  private static final long LARGEST_BYTES = 1024 * 1024;

  public SetFiles {
    sets = List.copyOf(sets);
    problems = List.copyOf(problems);
  }

  /** Reads what is there now. */
  public static SetFiles read(Path place, SetReader reader) {
    List<FileProblem> problems = new ArrayList<>();
    List<PolicySet> sets = new ArrayList<>();
    Map<String, String> files = new HashMap<>();
    for (Path file : files(place, problems)) {
      String name = file.getFileName().toString();
      text(file, name, problems)
          .flatMap(text -> reader.read(name, text, problems).stream())
          .forEach(
              set -> {
                String first = files.putIfAbsent(set.name(), name);
                if (first == null) {
                  sets.add(set);
                } else {
                  problems.add(
                      new FileProblem(
                          name,
                          1,
                          "name",
                          "is \"%s\", which is that of the set in %s"
                              .formatted(set.name(), first)));
                }
              });
    }
    refuseOverlaps(sets, files, problems);
    return new SetFiles(sets, problems);
  }

  private static List<Path> files(Path place, List<FileProblem> problems) {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> all = Files.list(place)) {
      List<Path> found =
          all.filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
              .sorted()
              .toList();
      if (found.isEmpty()) {
        problems.add(
            new FileProblem(place.toString(), 1, "", "holds no file that ends in .yaml or .yml"));
      }
      return found;
    } catch (IOException e) {
      problems.add(new FileProblem(place.toString(), 1, "", "cannot be read: " + e));
      return List.of();
    }
  }

  private static Stream<String> text(Path file, String name, List<FileProblem> problems) {
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        problems.add(
            new FileProblem(name, 1, "", "is longer than %d bytes".formatted(LARGEST_BYTES)));
        return Stream.empty();
      }
      return Stream.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      problems.add(new FileProblem(name, 1, "", "cannot be read: " + e));
      return Stream.empty();
    }
  }

  private static void refuseOverlaps(
      List<PolicySet> sets, Map<String, String> files, List<FileProblem> problems) {
    Map<String, PolicySet> owners = new HashMap<>();
    for (PolicySet set : sets) {
      for (String claim : claims(set)) {
        PolicySet first = owners.putIfAbsent(claim, set);
        if (first != null) {
          problems.add(
              new FileProblem(
                  files.getOrDefault(set.name(), ""),
                  1,
                  "appliesTo",
                  "is for %s, and so is the set '%s'".formatted(claim, first.name())));
        }
      }
    }
  }

  private static Set<String> claims(PolicySet set) {
    PolicyScope scope = set.appliesTo();
    Set<String> claims = new TreeSet<>();
    if (scope == null) {
      claims.add("everything else");
    } else {
      scope.targets().forEach(target -> claims.add("the target " + target));
      scope.environments().forEach(environment -> claims.add("the environment " + environment));
    }
    return claims;
  }
}
