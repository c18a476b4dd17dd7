/** What is measured, in numbers: figures of a round, their medians and ranges, table and file. */
@NullMarked
package io.schemawright.benchmarks.result;

import org.jspecify.annotations.NullMarked;
