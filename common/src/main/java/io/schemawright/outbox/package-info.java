/** Events leave with the transaction that caused them. */
@NullMarked
package io.schemawright.outbox;

import org.jspecify.annotations.NullMarked;
