package io.schemawright.policy.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.Identifiers;
import io.schemawright.change.RequestedCheck;
import io.schemawright.change.RequestedForeignKey;
import io.schemawright.change.RequestedIndex;
import io.schemawright.change.RequestedKey;
import io.schemawright.plan.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL cuts a name of more than 63 bytes without an error, so that two may collide. */
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
    return proposal.creations().flatMap(creation -> check(creation).stream());
  }

  private List<Finding> check(Creation creation) {
    List<Finding> findings = new ArrayList<>();
    hold(findings, creation.at(".schema"), creation.change().schema());
    hold(findings, creation.at(".table"), creation.change().table());
    creation.columns().forEach(placed -> hold(findings, placed.at("name"), placed.name()));
    RequestedKey key = creation.change().primaryKey();
    hold(findings, creation.at(".primaryKey.name"), key == null ? null : key.name());
    each(
        findings,
        creation.at(".uniqueConstraints"),
        creation.change().uniqueConstraints(),
        RequestedKey::name);
    each(findings, creation.at(".checks"), creation.change().checks(), RequestedCheck::name);
    each(
        findings,
        creation.at(".foreignKeys"),
        creation.change().foreignKeys(),
        RequestedForeignKey::name);
    each(findings, creation.at(".indexes"), creation.change().indexes(), RequestedIndex::name);
    return findings;
  }

  private <T> void each(
      List<Finding> findings, String where, List<T> parts, Function<T, @Nullable String> name) {
    for (int i = 0; i < parts.size(); i++) {
      hold(findings, where + "[" + i + "].name", name.apply(parts.get(i)));
    }
  }

  private void hold(List<Finding> findings, String where, @Nullable String name) {
    int bytes = name == null ? 0 : name.getBytes(UTF_8).length;
    if (bytes > Identifiers.MAX_BYTES) {
      findings.add(
          error(
              where,
              "the name '%s' has %d bytes, PostgreSQL would cut it to %d"
                  .formatted(name, bytes, Identifiers.MAX_BYTES),
              "choose a shorter name"));
    }
  }
}
