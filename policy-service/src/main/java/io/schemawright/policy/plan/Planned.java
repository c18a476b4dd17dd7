package io.schemawright.policy.plan;

import io.schemawright.change.Work;
import io.schemawright.policy.rule.Proposal.Placed;
import java.util.List;

/**
 * What planning came to.
 *
 * @param draft what would be run
 * @param alterations what each change alters, with the change's place in the request
 * @param works what work each change is, in order
 */
public record Planned(Draft draft, List<Placed> alterations, List<Work> works) {

  public Planned {
    alterations = List.copyOf(alterations);
    works = List.copyOf(works);
  }
}
