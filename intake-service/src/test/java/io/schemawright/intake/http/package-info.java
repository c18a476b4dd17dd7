/** REST, held against what it says of itself. */
@NullMarked
package io.schemawright.intake.http;

import org.jspecify.annotations.NullMarked;
