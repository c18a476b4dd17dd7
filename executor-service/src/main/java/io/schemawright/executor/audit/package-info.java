/** Who asked, who approved, what ran: the audit chain and the log of automatic changes. */
@NullMarked
package io.schemawright.executor.audit;

import org.jspecify.annotations.NullMarked;
