/** The measurements, one to a file. */
@NullMarked
package io.schemawright.benchmarks.measurement;

import org.jspecify.annotations.NullMarked;
