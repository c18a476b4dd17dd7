/** Requests as they come: every accepted form, its translation, and all that is wrong with it. */
@NullMarked
package io.schemawright.intake.request;

import org.jspecify.annotations.NullMarked;
