/** Tests. */
@NullMarked
package io.schemawright.notifier;

import org.jspecify.annotations.NullMarked;
