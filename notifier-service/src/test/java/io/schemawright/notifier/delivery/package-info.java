/** Tests. */
@NullMarked
package io.schemawright.notifier.delivery;

import org.jspecify.annotations.NullMarked;
