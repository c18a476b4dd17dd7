package io.schemawright.request;

import org.jspecify.annotations.Nullable;

/**
 * What a reviewer wants to know beyond the change itself.
 *
 * @param relationships how it relates to other data, in words
 * @param queryPatterns how it will be queried
 * @param expectedRows how many rows are expected in the first year
 * @param rollbackPlan what to do if issues arise
 */
public record Notes(
    @Nullable String relationships,
    @Nullable String queryPatterns,
    @Nullable Long expectedRows,
    @Nullable String rollbackPlan) {}
