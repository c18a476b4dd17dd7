package io.schemawright.catalog;

/**
 * How much a table is used, by PostgreSQL's cumulative statistics (manual, 27.2) at two looks.
 *
 * @param scansPerMinute scans of it and of its indexes
 * @param writesPerMinute rows inserted, updated and deleted
 */
public record TableTraffic(long scansPerMinute, long writesPerMinute) {}
