/** Tests of the model against a real PostgreSQL. */
@NullMarked
package io.schemawright.catalog;

import org.jspecify.annotations.NullMarked;
