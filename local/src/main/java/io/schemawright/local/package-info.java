/** Everything on one machine: the supervisor behind {@code bin/up}. */
@NullMarked
package io.schemawright.local;

import org.jspecify.annotations.NullMarked;
