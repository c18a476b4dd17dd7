/** Tests. */
@NullMarked
package io.schemawright.notifier.channel;

import org.jspecify.annotations.NullMarked;
