@NullMarked
package io.schemawright.tracing;

import org.jspecify.annotations.NullMarked;
