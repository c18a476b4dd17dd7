package io.schemawright.intake.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import java.util.Set;

/** The canonical form itself: a list of {@code changes}. */
@AutoService(RequestForm.class)
public final class CanonicalForm implements RequestForm {
  @Override
  public String name() {
    return "canonical";
  }

  @Override
  public Set<String> marks() {
    return Set.of("changes");
  }

  @Override
  public Translation translate(ObjectNode message) {
    return Translation.same(message);
  }
}
