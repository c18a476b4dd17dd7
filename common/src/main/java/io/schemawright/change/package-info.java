/**
 * What a request may ask for: one type per kind of change, found by {@link
 * java.util.ServiceLoader}.
 */
@NullMarked
package io.schemawright.change;

import org.jspecify.annotations.NullMarked;
