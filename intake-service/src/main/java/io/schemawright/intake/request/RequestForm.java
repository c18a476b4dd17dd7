package io.schemawright.intake.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * A form in which a request may be written. A new one is one file, registered by
 * {@code @AutoService(RequestForm.class)}. Stateless and thread-safe.
 */
public interface RequestForm {
  /**
   * The fields that every form may have beside its own, as the canonical form describes them: which
   * database, under which id, when, and what else a reviewer should know.
   */
  List<String> ENVELOPE = List.of("requestId", "target", "notes", "schedule", "dryRun", "waivers");

  /** The form's name, in kebab case, as {@code Submission.form} has it. */
  String name();

  /** The fields by which it is known: a message that has one of them is in this form. */
  Set<String> marks();

  /** The message in the canonical form. */
  Translation translate(ObjectNode message);
}
