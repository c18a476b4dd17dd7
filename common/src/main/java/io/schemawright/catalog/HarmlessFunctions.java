package io.schemawright.catalog;

import java.util.Set;

/**
 * Functions that neither read nor change anything outside their arguments, nor take long. Others
 * may be as harmless: a person decides.
 */
final class HarmlessFunctions {
  private HarmlessFunctions() {}

  /** What is called without parentheses. */
  static final Set<String> WORDS_IN_DEFAULTS =
      Set.of(
          "current_timestamp",
          "current_date",
          "current_time",
          "localtime",
          "localtimestamp",
          "current_user",
          "session_user");

  /** What a default may call: clocks, random values, and what puts literals together. */
  static final Set<String> IN_DEFAULTS =
      Set.of(
          "now",
          "clock_timestamp",
          "statement_timestamp",
          "transaction_timestamp",
          "gen_random_uuid",
          "uuidv4",
          "uuidv7",
          "random",
          "date_trunc",
          "timezone",
          "json_build_object",
          "json_build_array",
          "jsonb_build_object",
          "jsonb_build_array");

  /** What a check, a predicate or an indexed expression may call: all of them are immutable. */
  static final Set<String> IN_PREDICATES =
      Set.of(
          "abs",
          "array_length",
          "btrim",
          "cardinality",
          "ceil",
          "char_length",
          "character_length",
          "coalesce",
          "floor",
          "greatest",
          "json_typeof",
          "jsonb_array_length",
          "jsonb_typeof",
          "least",
          "length",
          "lower",
          "ltrim",
          "num_nonnulls",
          "num_nulls",
          "octet_length",
          "round",
          "rtrim",
          "upper");
}
