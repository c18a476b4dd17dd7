@NullMarked
package io.schemawright.executor.target;

import org.jspecify.annotations.NullMarked;
