/** The databases that changes are applied to, and what is known about them. */
@NullMarked
package io.schemawright.executor.target;

import org.jspecify.annotations.NullMarked;
