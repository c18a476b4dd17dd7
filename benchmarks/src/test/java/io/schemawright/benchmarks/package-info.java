/** Tests of the benchmark itself. */
@NullMarked
package io.schemawright.benchmarks;

import org.jspecify.annotations.NullMarked;
