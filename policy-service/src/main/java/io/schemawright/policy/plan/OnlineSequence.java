package io.schemawright.policy.plan;

import io.schemawright.difference.Alteration;
import java.util.List;

/** How alterations of one kind are made on a table that is in use, so that it blocks least. */
interface OnlineSequence {

  /** The steps; empty if the plain statements are as good, or nothing better exists. */
  List<DraftStep> steps(Alteration alteration, Site site);
}
