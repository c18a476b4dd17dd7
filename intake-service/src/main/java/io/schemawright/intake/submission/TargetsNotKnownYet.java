package io.schemawright.intake.submission;

import org.apache.kafka.common.errors.RetriableException;

/**
 * Whether a target exists cannot be said yet, because the executor has not been heard of since this
 * database is empty. A passing fault: requests wait instead of being refused.
 */
public final class TargetsNotKnownYet extends RetriableException {
  private static final long serialVersionUID = 1L;

  TargetsNotKnownYet(String what) {
    super(what + " on schema.targets yet; requests wait until the executor has described it");
  }
}
