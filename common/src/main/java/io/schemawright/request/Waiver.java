package io.schemawright.request;

/**
 * A wish to be let off a rule.
 *
 * @param rule the rule's id
 * @param reason why it does not matter here
 */
public record Waiver(String rule, String reason) {}
