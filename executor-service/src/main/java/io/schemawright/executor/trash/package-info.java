/** Tables that were dropped, and their purge. */
@NullMarked
package io.schemawright.executor.trash;

import org.jspecify.annotations.NullMarked;
