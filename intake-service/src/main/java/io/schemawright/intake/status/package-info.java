/** The read model: what became of each request, and the objects and targets as they are. */
@NullMarked
package io.schemawright.intake.status;

import org.jspecify.annotations.NullMarked;
