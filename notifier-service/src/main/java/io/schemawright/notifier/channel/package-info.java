/** The ways out, one file each, found by {@link java.util.ServiceLoader}. */
@NullMarked
package io.schemawright.notifier.channel;

import org.jspecify.annotations.NullMarked;
