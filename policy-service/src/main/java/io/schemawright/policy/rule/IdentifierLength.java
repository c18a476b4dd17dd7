package io.schemawright.policy.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.Identifiers;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * PostgreSQL cuts a name of more than 63 bytes without an error, so that two may collide (manual,
 * 4.1.1). Intake refuses such names wherever a change has a place for them; in statements that a
 * person wrote they show in the rehearsal, by what was made under the name that is left.
 */
@AutoService(PolicyRule.class)
public final class IdentifierLength implements PolicyRule {
  @Override
  public String id() {
    return "identifier-too-long";
  }

  @Override
  public boolean mayBeWaived() {
    return false;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    List<String> statements =
        proposal.alterations().stream()
            .flatMap(placed -> placed.alteration().statements().stream())
            .toList();
    return IntStream.range(0, proposal.request().changes().size())
        .boxed()
        .flatMap(
            i ->
                proposal.request().changes().get(i).words().stream()
                    .filter(word -> bytes(word) > Identifiers.MAX_BYTES)
                    .filter(word -> isMade(statements, cut(word)))
                    .sorted()
                    .map(word -> finding("$.changes[" + i + "]", word)));
  }

  private Finding finding(String where, String name) {
    return error(
        where,
        "the name '%s' has %d bytes, and PostgreSQL cut it to '%s'"
            .formatted(name, bytes(name), cut(name)),
        "choose a name of %d bytes at most".formatted(Identifiers.MAX_BYTES));
  }

  private static boolean isMade(List<String> statements, String name) {
    return statements.stream().anyMatch(sql -> sql.contains(Identifiers.quote(name)));
  }

  /** What PostgreSQL leaves of a name: whole characters only. */
  private static String cut(String name) {
    String left = name;
    while (bytes(left) > Identifiers.MAX_BYTES) {
      left = left.substring(0, left.offsetByCodePoints(left.length(), -1));
    }
    return left;
  }

  private static int bytes(String name) {
    return name.getBytes(UTF_8).length;
  }
}
