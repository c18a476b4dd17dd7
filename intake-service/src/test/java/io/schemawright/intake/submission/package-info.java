/** How requests are known again, without a broker or a database. */
@NullMarked
package io.schemawright.intake.submission;

import org.jspecify.annotations.NullMarked;
