package io.schemawright.plan;

import io.schemawright.catalog.ObjectRef;

/**
 * A lock on an object that existed before the change.
 *
 * @param object what is locked
 * @param mode how strongly
 */
public record TableLock(ObjectRef object, LockMode mode) {}
