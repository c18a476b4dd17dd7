package io.schemawright.plan;

/**
 * What a rule has to say about a request.
 *
 * @param rule the rule's id, in kebab case
 * @param severity how wrong it is
 * @param where the place, as JSON path into the request: {@code $.changes[0].columns[2].name}
 * @param message what breaks
 * @param remedy what to do instead
 */
public record Finding(
    String rule, Severity severity, String where, String message, String remedy) {}
