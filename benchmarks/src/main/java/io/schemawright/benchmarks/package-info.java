/** {@code bin/bench}: us, the peers and the floor, measured side by side. */
@NullMarked
package io.schemawright.benchmarks;

import org.jspecify.annotations.NullMarked;
