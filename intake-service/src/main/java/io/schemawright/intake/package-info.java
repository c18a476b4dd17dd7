/** The front door: requests in every form, the read model, REST. */
@NullMarked
package io.schemawright.intake;

import org.jspecify.annotations.NullMarked;
