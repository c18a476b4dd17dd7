/** Tests of the load. */
@NullMarked
package io.schemawright.benchmarks.load;

import org.jspecify.annotations.NullMarked;
