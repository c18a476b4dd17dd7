/** Requests taken in, whichever way they come: known again, accepted or refused, each once. */
@NullMarked
package io.schemawright.intake.submission;

import org.jspecify.annotations.NullMarked;
