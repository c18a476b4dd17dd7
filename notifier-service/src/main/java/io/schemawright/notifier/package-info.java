/** Tells whoever waits: one message for each outcome, over every channel and on a topic. */
@NullMarked
package io.schemawright.notifier;

import org.jspecify.annotations.NullMarked;
