package io.schemawright.policy.docket;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.RelationName;
import io.schemawright.request.SchemaRequest;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names by which a request has to do with objects that it neither touches nor refers to: those
 * that stand in statements that a person wrote, and those that it gives to others.
 */
final class Mention {
  private final Set<String> words;
  private final Set<RelationName> given;

  /**
   * What a request mentions.
   *
   * @param moreGiven names that it gives without saying so
   * @param moreWords words that are not written in it, but were seen to be meant
   */
  Mention(SchemaRequest request, Set<RelationName> moreGiven, Set<String> moreWords) {
    this.words = new TreeSet<>(moreWords);
    this.given = new HashSet<>(moreGiven);
    request
        .changes()
        .forEach(
            change -> {
              words.addAll(change.words());
              given.addAll(change.relationNames());
            });
  }

  /** The objects that have, or have had, one of the names. */
  Set<ObjectRef> known(KnownObjects objects) {
    Set<ObjectRef> known = objects.named(words);
    known.addAll(objects.having(given));
    return known;
  }

  /** The objects that have one of the names, as they will be after every approved change. */
  Set<ObjectRef> there(KnownObjects objects) {
    Set<String> names = new TreeSet<>(words);
    given.forEach(name -> names.add(name.name()));
    Set<ObjectRef> there = known(objects);
    there.removeIf(ref -> !objects.has(ref, names));
    return there;
  }
}
