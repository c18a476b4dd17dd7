package io.schemawright.plan;

/**
 * The policy set that a decision was made under.
 *
 * @param name its name
 * @param version from 1, raised whenever its content changes
 */
public record PolicySetRef(String name, int version) {}
