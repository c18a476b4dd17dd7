/** Single parts by themselves, under JMH. */
@NullMarked
package io.schemawright.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
