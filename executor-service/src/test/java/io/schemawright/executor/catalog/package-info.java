@NullMarked
package io.schemawright.executor.catalog;

import org.jspecify.annotations.NullMarked;
