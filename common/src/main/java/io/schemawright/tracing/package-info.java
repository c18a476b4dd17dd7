/** Spans: what each hop did for a request, within the trace that its events carry. */
@NullMarked
package io.schemawright.tracing;

import org.jspecify.annotations.NullMarked;
