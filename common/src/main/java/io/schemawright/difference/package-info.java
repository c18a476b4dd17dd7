/** The steps from one set of objects to another. */
@NullMarked
package io.schemawright.difference;

import org.jspecify.annotations.NullMarked;
