/** Each object of each target as it was last published, and the regular look for differences. */
@NullMarked
package io.schemawright.executor.catalog;

import org.jspecify.annotations.NullMarked;
