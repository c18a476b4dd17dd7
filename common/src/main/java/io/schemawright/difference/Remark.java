package io.schemawright.difference;

import io.schemawright.catalog.ObjectRef;

/** In what the result of a difference is not quite the state that was asked for. */
public record Remark(ObjectRef object, String text) {}
