package io.schemawright.difference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Puts renames in an order in which each new name is free; in a circle one steps aside first. */
final class Moves {
  private Moves() {}

  /** One rename. */
  record Move<K>(K from, K to) {}

  /**
   * @param slot what must not be taken: two keys with the same slot are in each other's way
   * @param aside the key for a while of what has to step aside
   */
  static <K, S> List<Move<K>> inOrder(
      Map<K, K> renames, Function<K, S> slot, UnaryOperator<K> aside) {
    Map<K, K> pending = new LinkedHashMap<>(renames);
    List<Move<K>> moves = new ArrayList<>();
    while (!pending.isEmpty()) {
      Set<S> taken = new HashSet<>();
      pending.keySet().forEach(from -> taken.add(slot.apply(from)));
      List<Move<K>> free =
          pending.entrySet().stream()
              .filter(
                  entry ->
                      !taken.contains(slot.apply(entry.getValue()))
                          || slot.apply(entry.getKey()).equals(slot.apply(entry.getValue())))
              .map(entry -> new Move<>(entry.getKey(), entry.getValue()))
              .toList();
      moves.addAll(free);
      free.forEach(move -> pending.remove(move.from()));
      if (free.isEmpty()) {
        Map.Entry<K, K> first = pending.entrySet().iterator().next();
        K from = first.getKey();
        K to = first.getValue();
        K parked = aside.apply(from);
        moves.add(new Move<>(from, parked));
        pending.put(parked, to);
        pending.remove(from);
      }
    }
    return moves;
  }

  /** A name that nothing else has. */
  static String aside(String name) {
    return "schemawright_" + Integer.toHexString(name.hashCode());
  }
}
