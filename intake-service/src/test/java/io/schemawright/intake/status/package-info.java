/** The read model, without a broker or a database. */
@NullMarked
package io.schemawright.intake.status;

import org.jspecify.annotations.NullMarked;
