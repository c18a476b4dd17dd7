/** What the parts under measurement are given to do, and what they use for it. */
@NullMarked
package io.schemawright.benchmarks.load;

import org.jspecify.annotations.NullMarked;
