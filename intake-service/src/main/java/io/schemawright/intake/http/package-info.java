/** REST: requests come in, reviews come in, and what became of them is told. */
@NullMarked
package io.schemawright.intake.http;

import org.jspecify.annotations.NullMarked;
