package io.schemawright.event;

import org.jspecify.annotations.Nullable;

/**
 * Why a change failed.
 *
 * @param code in kebab case, for programs: {@code sql-error}, {@code verification}, {@code
 *     lock-timeout}
 * @param sqlState PostgreSQL's code, where it refused
 * @param message what happened
 * @param remedy what to do next
 */
public record Failure(String code, @Nullable String sqlState, String message, String remedy) {}
