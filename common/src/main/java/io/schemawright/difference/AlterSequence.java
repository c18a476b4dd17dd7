package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.ObjectRef;
import java.util.List;

/** Changes the options of a sequence; where it stands stays. */
public record AlterSequence(ObjectRef object, FreeSequence before, FreeSequence after)
    implements Alteration {

  @Override
  public String summary() {
    return "change sequence %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    String options = SequenceOptions.of(before).to(SequenceOptions.of(after), false);
    return List.of("ALTER SEQUENCE %s%s".formatted(quote(object.schema(), object.name()), options));
  }

  boolean unchanged() {
    return SequenceOptions.of(before).to(SequenceOptions.of(after), false).isEmpty();
  }
}
