/** How long the parts take that must be fast, measured with JMH. */
@NullMarked
package io.schemawright.benchmarks;

import org.jspecify.annotations.NullMarked;
