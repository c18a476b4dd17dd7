/** Applies approved plans to their targets, each exactly once. */
@NullMarked
package io.schemawright.executor;

import org.jspecify.annotations.NullMarked;
