/** Tests. */
@NullMarked
package io.schemawright.notifier.message;

import org.jspecify.annotations.NullMarked;
