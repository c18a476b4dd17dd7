/** Tests of what a request may ask for. */
@NullMarked
package io.schemawright.change;

import org.jspecify.annotations.NullMarked;
