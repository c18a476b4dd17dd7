package io.schemawright.policy.set;

import io.schemawright.plan.PolicySet;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** The fields that a file may have. */
final class PolicySetFields {
  private PolicySetFields() {}

  static List<String> all() {
    return Arrays.stream(PolicySet.class.getRecordComponents())
        .map(RecordComponent::getName)
        .filter(name -> !name.equals("version"))
        .toList();
  }
}
