/** Intake as a whole. */
@NullMarked
package io.schemawright.intake;

import org.jspecify.annotations.NullMarked;
