@NullMarked
package io.schemawright.executor.trash;

import org.jspecify.annotations.NullMarked;
