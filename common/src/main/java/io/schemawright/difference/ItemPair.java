package io.schemawright.difference;

import org.jspecify.annotations.Nullable;

/**
 * A constraint or index and what becomes of it.
 *
 * @param wanted what it is in the end; null if it goes
 * @param stays whether it only changes its name, or is validated
 */
record ItemPair(Item item, @Nullable Item wanted, boolean stays, boolean validated) {

  boolean goes() {
    return !stays;
  }

  ItemPair replaced() {
    return new ItemPair(item, wanted, false, false);
  }
}
